import { translator } from "@archipel/i18n/translator.ts";
import { currentRequestId } from "@archipel/observability/request-id.ts";
import { backLabel, type Face, signInLinkOf } from "./face.ts";
import { messagePage } from "./forms.ts";
import { renderPage } from "./page.ts";

export type Problem = "expired" | "link" | "tries" | "site" | "refused" | "unknown";

/** Says what is wrong with a sign-in, and where to go on. */
export function problemPage(face: Face, problem: Problem): string {
  const t = translator(face.locale, "hub");
  const title = t(`problem.${problem}.title`);
  const retry = { label: t("problem.retry"), href: signInLinkOf(face) };
  const back = { label: backLabel(face), href: `${face.site.origin}/` };
  const actions = problem === "site" ? [back] : [retry, back];
  const id = currentRequestId();
  const note = id && t("problem.reference", { id });
  return renderPage({ face, title, path: null, body: messagePage({ title, text: [t(`problem.${problem}.text`)], actions, note }) });
}
