import './sealed.ts';
import { expose } from 'comlink';
import { deviceBytes } from './device.ts';
import { formats } from './formats.ts';
import { gunzip } from './gunzip.ts';
import { serveTables } from './tables.ts';

expose(serveTables({ gunzip, now: () => performance.now(), formats, deviceBytes: deviceBytes() }));
