import './sealed.ts';
import { expose } from 'comlink';
import { browserEntropy } from './entropy.ts';
import { gunzip } from './gunzip.ts';
import { serve } from './serve.ts';

expose(serve({ entropy: browserEntropy(), gunzip, now: () => performance.now() }));
