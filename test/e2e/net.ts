/**
 * The net around every test in the browser: all requests are recorded, and one to another host, a violation of the
 * content policy or an error on the console fails the test, whatever else it was about.
 */
import { test as base, expect, type BrowserContext } from '@playwright/test';
import { port } from './place.ts';

export type Violation = Readonly<{ directive: string; blocked: string }>;
export type Net = Readonly<{
  foreign: string[];
  violations: Violation[];
  consoleErrors: string[];
  /** Says which violations the test makes on purpose, by a part of their address; they must occur. */
  expectViolations: (addressPart: string) => void;
  /** One more address that the page may come from. */
  alsoOwn: (prefix: string) => void;
}>;

/** The page's own probe at each load is known by its address; it must be blocked like any other. */
const OWN_PROBE = 'probe.invalid';
const OWN = [`http://127.0.0.1:${port}/`, 'file://', 'data:', 'blob:'];

export const test = base.extend<{ net: Net }>({
  net: [
    async ({ context }, use) => {
      const net = await castOver(context);
      await use(net.record);
      const wanted = (address: string): boolean => [OWN_PROBE, ...net.onPurpose].some((part) => address.includes(part));
      expect(net.record.foreign, 'requests to other hosts').toEqual([]);
      expect(
        net.record.violations.filter(({ blocked }) => !wanted(blocked)),
        'policy violations',
      ).toEqual([]);
      for (const part of net.onPurpose) {
        expect(
          net.record.violations.some(({ blocked }) => blocked.includes(part)),
          `a violation by ${part}`,
        ).toBe(true);
      }
      expect(
        net.record.consoleErrors.filter((line) => !wanted(line)),
        'errors on the console',
      ).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

async function castOver(context: BrowserContext) {
  const onPurpose: string[] = [];
  const own = [...OWN];
  const record: Net = {
    foreign: [],
    violations: [],
    consoleErrors: [],
    expectViolations: (part) => onPurpose.push(part),
    alsoOwn: (prefix) => own.push(prefix),
  };
  context.on('request', (request) => {
    if (
      !own.some((prefix) => request.url().startsWith(prefix)) &&
      !request.url().includes(OWN_PROBE) &&
      !onPurpose.some((part) => request.url().includes(part))
    ) {
      record.foreign.push(request.url());
    }
  });
  await context.exposeFunction('reportViolation', (violation: Violation) => void record.violations.push(violation));
  await context.addInitScript(() => {
    const report = (window as unknown as { reportViolation: (violation: Violation) => void }).reportViolation;
    document.addEventListener('securitypolicyviolation', (event) => {
      report({ directive: event.effectiveDirective, blocked: event.blockedURI });
    });
  });
  context.on('console', (message) => {
    if (message.type() === 'error') record.consoleErrors.push(message.text());
  });
  context.on('weberror', (error) => void record.consoleErrors.push(String(error.error())));
  return { record, onPurpose };
}
