import type { BrowserContext } from "@playwright/test";

/** What browsers write about answers that a journey asks for on purpose: refusals, cut networks, and headers that need HTTPS. */
const EXPECTED = /^Failed to load resource|AJAXError: Failed to fetch|^The Cross-Origin-Opener-Policy header has been ignored/;

/**
 * Collects what went wrong in the pages of a context: exceptions that nobody caught, differences between what the server drew and what the
 * browser draws, and what a content security policy refused.
 */
export function notePageErrors(context: BrowserContext, errors: string[]): void {
  context.on("weberror", (error) => errors.push(`${error.page()?.url()}: ${error.error().stack ?? error.error().message}`));
  context.on("console", (message) => {
    if (message.type() !== "error" || EXPECTED.test(message.text())) return;
    errors.push(`${message.page()?.url()}: ${message.text()}`);
  });
}
