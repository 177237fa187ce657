import type { Dataset } from "@archipel/contracts/datasets.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { Eye } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentSession } from "../../auth.ts";
import { env } from "../../env.ts";
import { links } from "../../links.ts";
import { managedCommunity } from "./loaders.ts";

/** For a manager of the data: leads to the console, which shows them as others see them. A portal shows each person only what is theirs. */
export async function ViewAsLink({ dataset: { id, communityId } }: { readonly dataset: Dataset }) {
  const [t, session] = await Promise.all([getTranslations("grants.rights"), currentSession()]);
  const community = session && (await managedCommunity(communityId));
  if (!community) return null;
  return (
    <a href={`${new URL(env.ARCHIPEL_ADMIN_URL).origin}${links.consoleViewAs(community.slug, id)}`} className={buttonClass()}>
      <Eye aria-hidden className="size-5" />
      {t("viewAs")}
    </a>
  );
}
