import { Alert } from "@archipel/ui/alert.tsx";
import { useTranslations } from "next-intl";

const WORDS = {
  webgl: ["problem.webgl", "problem.webglRepair"],
  location: ["problem.location", "problem.locationRepair"],
} as const;

/** What the browser cannot do, and what the visitor can do about it. */
export function MapProblem({ problem }: { readonly problem: keyof typeof WORDS }) {
  const t = useTranslations("map");
  const [title, repair] = WORDS[problem];
  return <Alert tone="warning" isLive title={t(title)} repair={t(repair)} />;
}
