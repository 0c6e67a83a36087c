/**
 * Sends whatever deals with files to the worker of tables, and all else to the engine: readers, writers and their
 * libraries are then loaded once, and a lane of the engine holds none of them.
 */
import type { Engine } from './engine.ts';

export function filesApart(engine: Engine, tables: Engine): Engine {
  return {
    ...engine,
    read: (job, options) => tables.read(job, options),
    write: (job, options) => tables.write(job, options),
    companion: (job, options) => tables.companion(job, options),
    schemaFile: (job, options) => tables.schemaFile(job, options),
    askedFor: (job, options) => tables.askedFor(job, options),
    proposeRules: (job, options) => tables.proposeRules(job, options),
    close: () => {
      engine.close();
      tables.close();
    },
  };
}
