// @database server
import { randomUUID } from "node:crypto";
import type { ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { Database } from "@archipel/database/database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proveEditor } from "../../gate/prove-editor.ts";
import { editorScope, type MemberActor } from "../../kernel/actor.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { type BuiltLayer, COLUMNS, type Given, give, givenArb, type LensWorld, type Reader, ring } from "../../testing/lens-world.ts";
import { openLensWorld } from "../../testing/open-lens-world.ts";
import type { TestCore } from "../../testing/test-core.ts";
import { createContribution, saveEdits } from "../contributions/service/drafts.ts";

// A slow judge of edits, cell by cell of the grid of the world and grant by grant, beside the service and beside the policies alone.

let database: Database;
let core: TestCore;
let world: LensWorld;
beforeAll(async () => {
  ({ database, core, world } = await openLensWorld());
});
afterAll(() => database.close());

type Box = readonly [x: number, y: number, width: number, height: number];
interface Tried {
  operation: "insert" | "update" | "delete";
  fid: number;
  columns: string[];
  shape: Box | null;
}

/** The squares of the layer, as `lens-world` places them; the last feature has no shape. */
const boxOf = (fid: number): Box | null => {
  const index = fid - 1;
  return index === 30 ? null : [(index * 3) % 19, (index * 7) % 18, 1 + (index % 3), 1 + (index % 2)];
};
const cellsOf = ([x, y, width, height]: Box): string[] =>
  Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)} ${y + Math.floor(cell / width)}`);

/** Whether grants let a reader make an edit. */
function mayEdit(given: readonly Given[], { operation, fid, columns, shape }: Tried): boolean {
  const grants = given.filter(({ state, permission }) => state === "valid" && permission !== "read" && permission !== undefined);
  const areaOf = ({ area }: Given) => (area ? new Set(cellsOf(area)) : null);
  const touches = (one: Given, box: Box | null) => {
    const area = areaOf(one);
    return area === null || (box !== null && cellsOf(box).some((cell) => area.has(cell)));
  };
  const before = boxOf(fid);
  const gives = (column: string) =>
    column !== "hush" &&
    grants.some(
      (one) =>
        (one.columns === null || one.columns.includes(column)) && (operation === "insert" ? one.columns === null : touches(one, before)),
    );
  if (!columns.every(gives)) return false;
  if (operation === "update" && !grants.some((one) => touches(one, before))) return false;
  if (operation === "update" && shape === null) return true;
  const whole = grants.filter((one) => one.columns === null);
  if (whole.length === 0) return false;
  if (whole.some(({ area }) => area === null)) return true;
  const inside = new Set(whole.flatMap(({ area }) => (area ? cellsOf(area) : [])));
  const isInside = (box: Box | null) => box !== null && cellsOf(box).every((cell) => inside.has(cell));
  return (operation === "insert" || isInside(before)) && (operation === "delete" || isInside(shape));
}

const geometryOf = (shape: Box) => ({ type: "Polygon", coordinates: [ring(...shape)] });
const valuesOf = (columns: readonly string[]) => Object.fromEntries(columns.map((column) => [column, column === "rank" ? 7 : "x"]));
function editOf(layerId: string, { operation, fid, columns, shape }: Tried): ProposedEdit {
  const geometry = shape && geometryOf(shape);
  if (operation === "insert") return { operation, layerId, values: valuesOf(columns), geometry };
  if (operation === "delete") return { operation, layerId, fid, baseVersion: 1 };
  return { operation, layerId, fid, baseVersion: 1, values: valuesOf(columns), ...(geometry && { geometry }) };
}

/** Whether the service saves the edit. */
async function saves(actor: MemberActor, contributionId: string, edit: ProposedEdit): Promise<boolean> {
  try {
    await saveEdits(core, actor, { communityId: world.community.id, contributionId, edits: [edit] });
    await database.sqlAs({ role: "system" }, (sql) =>
      sql.query("DELETE FROM contribution_edits WHERE contribution_id = $1::uuid", [contributionId]),
    );
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** Whether the policies alone let the row in. */
async function isLetIn(
  actor: MemberActor,
  contributionId: string,
  layerId: string,
  { operation, fid, columns, shape }: Tried,
): Promise<boolean> {
  const isDrawn = operation === "insert" || (operation === "update" && shape !== null);
  try {
    await database.sqlAs(editorScope(actor), async (sql) => {
      await sql.query(
        `INSERT INTO contribution_edits (id, community_id, contribution_id, layer_id, operation, fid, base_version, fields, has_geometry, geom)
         VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6::bigint, $7::integer, $8::jsonb, $9::boolean, ST_SetSRID(ST_GeomFromGeoJSON($10::text), 4326))`,
        [
          ...[
            randomUUID(),
            world.community.id,
            contributionId,
            layerId,
            operation,
            operation === "insert" ? null : fid,
            operation === "insert" ? null : 1,
          ],
          ...[
            JSON.stringify(operation === "delete" ? {} : valuesOf(columns)),
            isDrawn,
            isDrawn && shape ? JSON.stringify(geometryOf(shape)) : null,
          ],
        ],
      );
      throw new Error("undone");
    });
  } catch (error) {
    const message = String(error instanceof Error ? error.message : error);
    if (message === "undone") return true;
    if (message.includes("row-level security")) return false;
    throw error;
  }
  return false;
}

async function check(layer: BuiltLayer, { actor, gets }: Reader, given: readonly Given[], edits: readonly Tried[]): Promise<void> {
  const own = given.filter(({ to }) => gets.includes(to));
  const isEditor = own.some(({ state, permission }) => state === "valid" && permission !== "read");
  const proven = proveEditor(core, actor, world.community.id, "contributions.create", { writes: true });
  if (!isEditor) {
    await expect(proven).rejects.toBeInstanceOf(DomainError);
    return;
  }
  const editor = await proven;
  const { id } = await createContribution(core, editor, { communityId: world.community.id, datasetId: layer.datasetId, title: "Tried" });
  const expected = edits.map((edit) => mayEdit(own, edit));
  const saved: boolean[] = [];
  const letIn: boolean[] = [];
  for (const edit of edits) {
    saved.push(await saves(editor, id, editOf(layer.layerId, edit)));
    letIn.push(await isLetIn(editor, id, layer.layerId, edit));
  }
  for (const is of expected) counts[is ? "allowed" : "refused"]++;
  expect(saved).toEqual(expected);
  expect(letIn).toEqual(expected);
}

/** How the judge decided: a judge that refuses everything would prove nothing. */
const counts = { allowed: 0, refused: 0 };

const boxArb: fc.Arbitrary<Box> = fc.tuple(
  fc.integer({ min: 0, max: 15 }),
  fc.integer({ min: 0, max: 15 }),
  fc.integer({ min: 1, max: 3 }),
  fc.integer({ min: 1, max: 3 }),
);
const triedArb: fc.Arbitrary<Tried> = fc
  .record({
    operation: fc.constantFrom("insert", "update", "update", "update", "delete"),
    fid: fc.integer({ min: 1, max: 31 }),
    columns: fc.subarray([...COLUMNS, "hush"], { maxLength: 2 }),
    shape: fc.option(boxArb, { freq: 2 }),
  })
  // A deletion changes no column, and a new feature has a shape.
  .map((one) => ({ ...one, columns: one.operation === "delete" ? [] : one.columns }) as Tried)
  .filter(({ operation, shape }) => operation !== "insert" || shape !== null);
/** Who may at most read, or propose. */
const MOST: Partial<Record<Given["to"], Given["permission"]>> = { everyone: "read", account: "propose" };
/** Wide areas and few columns less, mostly valid: about as many edits are allowed as refused. */
const editableArb: fc.Arbitrary<Given> = fc
  .record({
    given: givenArb,
    permission: fc.constantFrom("read", "propose", "edit", "edit"),
    columns: fc.option(fc.subarray([...COLUMNS, "hush"]), { freq: 1 }),
    area: fc.option(
      fc.tuple(
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 8, max: 14 }),
        fc.integer({ min: 8, max: 14 }),
      ),
      { freq: 3 },
    ),
  })
  .map(({ given, permission, columns, area }) => ({
    ...{ ...given, columns, area },
    permission: permission === "read" ? ("read" as const) : (MOST[given.to] ?? (permission as "propose" | "edit")),
  }));

test("the service and the policies let through what a slow judge does, for every reader", async () => {
  const [layer] = world.layers;
  if (!layer) throw new Error("no layer");
  const readers = Object.entries(world.readers).filter(([name]) => name !== "visitor" && name !== "readingKey");
  await fc.assert(
    fc.asyncProperty(
      fc.array(editableArb, { minLength: 1, maxLength: 5 }),
      fc.array(triedArb, { minLength: 4, maxLength: 8 }),
      fc.integer({ min: 0, max: readers.length - 1 }),
      async (given, edits, which) => {
        await database.sqlAs({ role: "system" }, (sql) => sql.query("DELETE FROM contributions"));
        const reader = readers[which]?.[1];
        if (!reader) return;
        // Every second grant is the reader's own.
        const own = given.map((one, index) => {
          const to = index % 2 === 0 ? (reader.gets[index % reader.gets.length] ?? one.to) : one.to;
          return { ...one, to, permission: one.permission === "read" ? one.permission : (MOST[to] ?? one.permission) };
        });
        await give(database, world, layer, own as Given[]);
        await check(layer, reader, own as Given[], edits);
      },
    ),
    { numRuns: 60 },
  );
  expect(Math.min(counts.allowed, counts.refused)).toBeGreaterThan(15);
});
