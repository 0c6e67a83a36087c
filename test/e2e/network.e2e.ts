/** Nothing leaves: the policy, the self-test that people can press, and the net of these tests itself. */
import { expect, test } from './net.ts';
import { open } from './journey.ts';
import { oneFile } from './place.ts';

test('the net sees what a page tries to send', async ({ page, net }) => {
  await open(page);
  for (const what of ['net-fetch', 'net-socket', 'net-image', 'net-beacon']) net.expectViolations(`${what}.invalid`);
  await page.evaluate(() => {
    void fetch('https://net-fetch.invalid/').catch(() => {});
    new WebSocket('wss://net-socket.invalid/');
    new Image().src = 'https://net-image.invalid/';
    navigator.sendBeacon('https://net-beacon.invalid/');
  });
  await expect.poll(() => net.violations.length).toBeGreaterThanOrEqual(4);
});

for (const [where, address] of [
  ['the site', './'],
  ['the single file', oneFile],
] as const) {
  test(`every probe of the self-test is blocked by policy on ${where}`, async ({ page, net }) => {
    net.expectViolations('probe.invalid');
    await open(page, address);
    await page
      .getByRole('link', { name: 'test that here' })
      .or(page.getByRole('button', { name: 'test that here' }))
      .click();
    await expect(page.getByText('blocked by policy').first()).toBeVisible();
    await expect.poll(() => page.getByText('blocked by policy', { exact: true }).count()).toBeGreaterThanOrEqual(14);
    await expect(page.getByText('NOT blocked', { exact: true })).toHaveCount(0);
  });
}
