import './sealed.ts';
import { expose } from 'comlink';
import { browserEntropy } from './entropy.ts';
import { deviceBytes } from './device.ts';
import { serveEngine } from './serve.ts';

expose(serveEngine({ entropy: browserEntropy(), now: () => performance.now(), deviceBytes: deviceBytes() }));
