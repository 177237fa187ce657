import { expect, type Page } from "@playwright/test";
import { call } from "./api.ts";
import type { Community } from "./community.ts";
import { linkInLastMail } from "./hub.ts";
import { enterSite } from "./journey.ts";
import { adminUrl } from "./stack.ts";

/** A manager invites a signed-in person to a community, and the person accepts by the link of the mail. */
export async function joinByInvitation(
  page: Page,
  manager: Page,
  community: Community,
  { name, email, role }: { name: string; email: string; role: string },
): Promise<void> {
  await manager.goto(community.console("/members"));
  await call(manager, "members.invite", { communityId: community.id, email, role });
  await enterSite(page, adminUrl);
  await page.goto(await linkInLastMail(page, email, "/invitations/"));
  await page.getByRole("button", { name: "Accepter l’invitation" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
  await manager.reload();
  await expect(manager.getByRole("button", { name })).toBeVisible();
}
