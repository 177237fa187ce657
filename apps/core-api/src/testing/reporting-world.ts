import { randomUUID } from "node:crypto";
import { createReportInput, trackReportsInput } from "@archipel/contracts/reports.ts";
import { createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { visitPortal } from "../gate/visit-portal.ts";
import { type Actor, anonymous, type PortalVisit } from "../kernel/actor.ts";
import { contributionWorld } from "../modules/contributions/testing/contribution-world.ts";
import { sendReport } from "../modules/reports/service/send.ts";
import { trackReports } from "../modules/reports/service/track.ts";

/**
 * For tests: a database with a community, people, a layer and a portal that accepts reports from everyone and publishes them at once, and
 * functions for the usual calls.
 */
export async function openReportingWorld() {
  const database = await openTestDatabase();
  const world = await contributionWorld(database);
  const { core, communityId, datasetId } = world;
  const portalId = (await createPortal(database, communityId)).id;
  await database.withSystem(async (tx) => {
    await tx.portal.update({ where: { id: portalId }, data: { reporting: "everyone", reportReview: "after" } });
    await tx.portalDataset.create({ data: { portalId, datasetId, communityId } });
  });
  const manager = await world.person("manager");
  const moderator = await world.person("moderator");
  const contributor = await world.person("contributor");

  let lastAddress = 0;
  /** An IP address without counted requests. */
  const somewhere = () => `192.0.2.${++lastAddress}`;
  const visit = (actor: Actor = anonymous, address = somewhere()): Promise<PortalVisit> => visitPortal(core, actor, portalId, address);
  const input = (values: object = {}) =>
    createReportInput.parse({
      id: randomUUID(),
      portalId,
      themeId: null,
      body: "Route inondée",
      place: { lon: 5.6, lat: 45.6 },
      ...values,
    });
  const send = async (values: object = {}, actor: Actor = anonymous) => sendReport(core, actor, await visit(actor), input(values));
  const track = async (values: object = {}, actor: Actor = anonymous) =>
    trackReports(core, actor, await visit(actor), trackReportsInput.parse({ portalId, ...values }));
  /** The outbox events of a report, oldest first. */
  const events = (reportId: string) =>
    database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ topic: string; payload: Record<string, unknown> }>(
        "SELECT topic, payload FROM outbox_events WHERE payload->>'reportId' = $1 ORDER BY sequence",
        [reportId],
      ),
    );
  const close = () => database.close();
  return { ...world, close, portalId, manager, moderator, contributor, somewhere, visit, input, send, track, events };
}
