/** The hash of plain data, whoever writes it: SHA-256 over its one canonical spelling. */
import { createSha256 } from '../math/sha256.ts';
import { canonicalJson } from '../privacy/canonical-json.ts';

/** 64 hex digits. */
export function jsonSha256(value: unknown): string {
  const hash = createSha256();
  hash.update(new TextEncoder().encode(canonicalJson(value)));
  return hash.digestHex();
}
