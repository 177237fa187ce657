import type { Report } from "@archipel/answers/report/report.ts";
import type { Statement } from "@archipel/signatures/statement.ts";
import type { Core } from "../../../kernel/core.ts";
import { jsonDigest } from "../../../kernel/json-digest.ts";
import { saidBy } from "../policy/fingerprint.ts";

/** What an answer was made of. */
export interface AnswerSources {
  layers: Statement["layers"];
  rules: Statement["rules"];
}

/** Of the layers and rules with their versions, in their order. */
export function sourcesDigest({ layers, rules }: AnswerSources): Buffer {
  return jsonDigest([layers.map(({ id, version }) => [id, version]), rules.map(({ pack, version }) => [pack, version])]);
}

/** What the platform signs of an answer. */
export function statementOf(core: Core, portal: string, report: Report, made: AnswerSources): Omit<Statement, "file"> {
  const { place, locale, createdAt } = report;
  return {
    format: "archipel-answer/1",
    iss: new URL(core.env.ARCHIPEL_PUBLIC_URL).origin,
    iat: Math.floor(Date.parse(createdAt) / 1000),
    portal,
    locale,
    place: {
      centre: [place.centre[0], place.centre[1]],
      ...(place.parcels ? { parcels: place.parcels.map(({ id }) => id) } : {}),
      ...(place.commune.insee ? { commune: place.commune.insee } : {}),
    },
    said: saidBy(report).toString("hex"),
    layers: made.layers,
    rules: made.rules,
  };
}
