import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { placeOutline } from "../queries/map.ts";
import { prepareReport } from "../service/report.ts";

/** Vertices of an outline for a screen: more are simplified away. */
const MOST_BYTES = 200_000;

/** The shape of a place in degrees, for the interactive map; null for a point. The name is that of the answer. */
export async function outlineOf(
  core: Core,
  actor: Actor,
  portalId: string,
  place: AnswerPlace,
): Promise<{ shape: string | null; label: string }> {
  const { located } = await prepareReport(core, actor, { portalId, place, locale: "fr" });
  const { label } = located.place;
  if (place.kind === "point") return { shape: null, label };
  const shape = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => placeOutline(sql, located.metric));
  return { shape: shape !== null && shape.length <= MOST_BYTES ? shape : null, label };
}
