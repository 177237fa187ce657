let isKept = false;

/**
 * Keeps the page open although its session ends: it ends it by itself, and says what that means. Called before the call that ends the
 * session, and with false when the call fails.
 */
export function keepPage(keep: boolean): void {
  isKept = keep;
}

export const isPageKept = (): boolean => isKept;
