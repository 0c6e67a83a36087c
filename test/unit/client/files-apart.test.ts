import { expect, test } from 'vitest';
import type { Engine } from '../../../src/client/engine.ts';
import { filesApart } from '../../../src/client/files-apart.ts';

test('files go to the worker of tables, all else to the engine, and both are closed', async () => {
  const closed: string[] = [];
  const named = (name: string): Engine => {
    const answer = (): Promise<string> => Promise.resolve(name);
    const files = { read: answer, write: answer, companion: answer, schemaFile: answer };
    const jobs = { ...files, askedFor: answer, proposeRules: answer, plan: answer, assess: answer };
    return { ...jobs, close: () => closed.push(name) } as unknown as Engine;
  };
  const engine = filesApart(named('engine'), named('tables'));
  const ask = (job: keyof Engine): unknown => (engine[job] as (given: unknown) => unknown)({});
  for (const job of ['read', 'write', 'companion', 'schemaFile', 'askedFor', 'proposeRules'] as const)
    expect(await ask(job)).toBe('tables');
  for (const job of ['plan', 'assess'] as const) expect(await ask(job)).toBe('engine');
  engine.close();
  expect(closed).toEqual(['engine', 'tables']);
});
