/** What the state needs from outside, so that a test can hand in its own. */
import type { Engine } from '../client/engine.ts';
import type { OfflineCopy } from '../client/offline.ts';
import type { Probe } from '../client/self-test.ts';
import type { FrameColumn, Preview } from '../frame/frame.ts';
import type { Store } from '../storage/projects.ts';

export type Services = Readonly<{
  engine: Engine;
  openStore: () => Promise<Store | null>;
  offline: OfflineCopy;
  /** Loads the table tools on first use. */
  loadFrame: () => Promise<(columns: readonly FrameColumn[]) => Preview>;
  loadSample: () => Promise<File>;
  quickProbe: () => Promise<Probe>;
  selfTest: () => Promise<readonly Probe[]>;
  /** Milliseconds since 1970; only stored, shown and named in reports. */
  now: () => number;
  randomBytes: (length: number) => Uint8Array;
  /** Hands a file to the person: the browser's own download. */
  saveFile: (name: string, type: string, bytes: BlobPart) => void;
  print: () => void;
  tool: Readonly<{ name: string; version: string; commit: string }>;
}>;
