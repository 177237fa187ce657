import type { CDPSession, Page } from "@playwright/test";

/** An authenticator inside the browser, which verifies its person by itself. Its passkeys live as long as the page. */
export interface VirtualAuthenticator {
  readonly session: CDPSession;
  readonly id: string;
}

export async function addAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId: id } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { session, id };
}

/** Whether the person is there: without, the browser waits for them, as it does behind the address field. */
export async function setPresence({ session, id }: VirtualAuthenticator, enabled: boolean): Promise<void> {
  await session.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId: id, enabled });
}

export async function countPasskeys({ session, id }: VirtualAuthenticator): Promise<number> {
  return (await session.send("WebAuthn.getCredentials", { authenticatorId: id })).credentials.length;
}
