/** The size of the page in component tests: files share a page, so a test that changes it hands it back. */
import { page } from 'vitest/browser';

/** As wide and as high as Vitest makes it. */
export const usualViewport = (): Promise<void> => page.viewport(414, 896);
