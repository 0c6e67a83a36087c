import './sealed.ts';
import { expose } from 'comlink';
import { deviceBytes } from './device.ts';
import { browserEntropy } from './entropy.ts';
import { gunzip } from './gunzip.ts';
import { serve } from './serve.ts';

expose(serve({ entropy: browserEntropy(), gunzip, now: () => performance.now(), deviceBytes: deviceBytes() }));
