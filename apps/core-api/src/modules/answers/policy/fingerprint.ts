import type { Finding, Report, ThemeAnswer } from "@archipel/answers/report/report.ts";
import type { SignedAnswer } from "@archipel/signatures/code.ts";
import { jsonDigest as digest } from "../../../kernel/json-digest.ts";

/** What a report said, short enough for a QR code: nothing of the answer can be read from it, only compared. */
export function fingerprintOf(report: Report): Pick<SignedAnswer, "whole" | "place" | "names" | "themes"> {
  const { placed, names, themes } = digestsOf(report);
  return {
    whole: saidBy(report).subarray(0, 8),
    place: placed.subarray(0, 2),
    names: names.subarray(0, 2),
    themes: Buffer.concat(themes.map((one) => one.subarray(0, 1))),
  };
}

/** Digest of all that a report says: the same question on the same data and rules has the same, in every database. */
export function saidBy(report: Report): Buffer {
  const { placed, names, themes } = digestsOf(report);
  return digest([placed, names, ...themes].map((one) => one.toString("hex")));
}

function digestsOf({ place, themes }: Report) {
  return {
    placed: digest([place.crs, place.precision, place.parcels ?? place.centre, place.commune]),
    names: digest(themes.map(({ pack, theme }) => [pack, theme])),
    themes: themes.map((theme) => digest(saidOf(theme))),
  };
}

/** What a reader of a theme sees, apart from what does not change the answer: ids, and the days on which data were read. */
function saidOf({ theme, pack, state, list, reason, isComplete, sentence, notes, level, heldBy, documents, ...more }: ThemeAnswer) {
  const findings = [more.findings, more.scenarios].map((all) => all.map(saidOfFinding));
  return [pack, theme, state, list, reason ?? null, isComplete, sentence, notes, level, heldBy ?? null, documents, findings, more.more];
}

function saidOfFinding({ layer: _layer, source: _source, features: _features, ...said }: Finding) {
  return said;
}
