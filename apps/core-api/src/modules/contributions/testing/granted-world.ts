import type { ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Position } from "@archipel/geo/geojson.ts";
import { createCommunity, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { proveEditor } from "../../../gate/prove-editor.ts";
import type { MemberActor, Person } from "../../../kernel/actor.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { giveGrant } from "../../grants/service/give.ts";
import { createContribution, saveEdits } from "../service/drafts.ts";

const fields: LayerField[] = [
  { name: "NOM", column: "nom", type: "text", label: "Nom" },
  { name: "PRIX", column: "prix", type: "integer", label: "Prix" },
  { name: "HUSH", column: "hush", type: "text", isHidden: true },
  // Called like the history in the statement that compares two versions of a feature.
  { name: "h", column: "h", type: "double", isHidden: true },
];

const ring = (west: number, south = 46, width = 1, height = 1): Position[] => [
  [west, south],
  [west + width, south],
  [west + width, south + height],
  [west, south + height],
  [west, south],
];
export const box = (west: number, south = 46, width = 1, height = 1) => ({
  type: "Polygon" as const,
  coordinates: [ring(west, south, width, height)],
});

/**
 * For tests: a private layer of a community with squares of a degree, west to east from longitude 0 at latitude 46 (`fid` 1, 2, 3 …), and an
 * engineering office whose account has no role there.
 */
export async function grantedWorld(database: Database, { visibility = "private" }: { visibility?: "private" | "public" } = {}) {
  const core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database, { name: "Brélandes" });
  const portal = await createPortal(database, communityId);
  const account = await createUser(database);
  const office: Person = { userId: account.id, isOperator: false, isSuspended: false };
  const member = async (role: "manager" | "moderator" | "contributor"): Promise<MemberActor> => {
    const { id: userId } = await createMember(database, communityId, role);
    return { userId, communityId, role, isOperator: false, isSuspended: false };
  };
  const manager = await member("manager");
  const { layerId, datasetId, spec } = await buildTestLayer(database, communityId, {
    geometry: { type: "Polygon", srid: 4326, hasZ: false },
    fields,
    dataset: { visibility },
    features: [0, 1, 2, 3].map((west) => ({ geometry: box(west), values: [`n${west}`, west * 10, "hush", 0.5] })),
  });
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId: portal.id, datasetId, communityId } }));
  const subject = { kind: "person" as const, email: account.email };
  type Given = Partial<Parameters<typeof giveGrant>[2]>;
  /** The area, if any, is a box in degrees. */
  const give = ({ within, ...given }: Given & { within?: [west: number, south: number, width: number, height: number] } = {}) =>
    giveGrant(core, manager, {
      ...{ communityId, datasetId, layerId, subject, until: null, purpose: "", permission: "propose" },
      ...(within && { area: { name: "Saint-Essai", source: { geometry: box(...within) } } }),
      ...given,
    });
  const editor = (person = office) => proveEditor(core, person, communityId, "contributions.create", { writes: true });
  const draft = async (author: MemberActor, edits: ProposedEdit[]) => {
    const { id: contributionId } = await createContribution(core, author, { communityId, datasetId, title: "Correction" });
    await saveEdits(core, author, { communityId, contributionId, edits });
    return contributionId;
  };
  const update = (fid: number, values: Record<string, string | number | null>, geometry?: ReturnType<typeof box>, baseVersion = 1) =>
    ({ operation: "update", layerId, fid, baseVersion, values, ...(geometry && { geometry }) }) satisfies ProposedEdit;
  const insert = (geometry: ReturnType<typeof box>, values: Record<string, string | number | null> = {}) =>
    ({ operation: "insert", layerId, values, geometry }) satisfies ProposedEdit;
  const remove = (fid: number, baseVersion = 1) => ({ operation: "delete", layerId, fid, baseVersion }) satisfies ProposedEdit;
  const rows = () =>
    database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ fid: number; version: number; nom: string | null; prix: number | null; hush: string | null; shape: string }>(
        `SELECT fid, version, nom, prix, hush, ST_AsText(geom) AS shape FROM layers."${spec.tableName}" ORDER BY fid`,
      ),
    );
  return {
    core,
    communityId,
    portal,
    manager,
    member,
    office,
    layerId,
    datasetId,
    spec,
    give,
    editor,
    draft,
    update,
    insert,
    remove,
    rows,
  };
}
