/** What the browser says of the device: its memory, coarse and at most 8 GiB, where it says so at all. */
const GIB = 2 ** 30;

export function deviceBytes(): number | null {
  const { deviceMemory } = navigator as object as { deviceMemory?: number };
  return deviceMemory === undefined ? null : deviceMemory * GIB;
}
