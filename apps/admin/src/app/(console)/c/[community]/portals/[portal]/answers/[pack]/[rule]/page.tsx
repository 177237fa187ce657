import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RulePage } from "../../../../../../../../../features/answers/rules/rule-page.tsx";
import { RoleGate } from "../../../../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("answers.rule.title") };
}

export default async function Page({ params }: { readonly params: Promise<{ portal: string; pack: string; rule: string }> }) {
  const { portal, pack, rule } = await params;
  return (
    <RoleGate needs="manager">
      <RulePage portalId={portal} pack={pack} ruleKey={rule} />
    </RoleGate>
  );
}
