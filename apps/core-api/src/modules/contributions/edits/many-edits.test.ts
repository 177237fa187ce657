import type { ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { Database } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memberScope } from "../../../kernel/actor.ts";
import { editedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { createContribution, saveEdits } from "../service/drafts.ts";
import { listEdits } from "../service/read-edits.ts";
import { contributionWorld, drawnSquare } from "../testing/contribution-world.ts";
import { storeEdits } from "./store.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function openDraft() {
  const world = await contributionWorld(database);
  const { core, communityId, datasetId, layerId } = world;
  const author = await world.person("contributor");
  const { id: contributionId } = await createContribution(core, author, { communityId, datasetId, title: "Beaucoup", message: "" });
  const save = (edits: ProposedEdit[]) => saveEdits(core, author, { communityId, contributionId, edits });
  const kept = async () => (await listEdits(core, author, { communityId, contributionId, limit: 100 })).items;
  const insert = (nom: string, editId?: string): ProposedEdit => ({
    operation: "insert",
    layerId,
    values: { nom },
    geometry: drawnSquare,
    ...(editId && { editId }),
  });
  const remove = (fid: number): ProposedEdit => ({ operation: "delete", layerId, fid, baseVersion: 1, reason: "Démolie" });
  return { ...world, author, contributionId, save, kept, insert, remove };
}

describe("many edits in one call", () => {
  it("are saved in their order, and their ids are returned in that order", async () => {
    const { save, kept, insert, remove, update } = await openDraft();
    const { editIds } = await save([update(2, { niveau: 4 }), insert("Une"), remove(3), insert("Deux"), update(1, { nom: "Port" })]);
    const edits = await kept();
    expect(edits.map(({ id }) => id)).toEqual(editIds);
    expect(edits.map(({ operation, fid, mine }) => [operation, fid, mine?.values.nom])).toEqual([
      ["update", 2, "Zone 2"],
      ["insert", null, "Une"],
      ["delete", 3, undefined],
      ["insert", null, "Deux"],
      ["update", 1, "Port"],
    ]);
    expect(edits[2]?.reason).toBe("Démolie");
  });

  it("are combined when they change the same feature, as if they came one by one", async () => {
    const { save, kept, insert, remove, update, layerId } = await openDraft();
    const editId = "0B2F1C7E-5D0A-4C6E-9A51-6A1B3C5D7E9F";
    const drawn: ProposedEdit = { operation: "update", layerId, fid: 1, baseVersion: 1, values: {}, geometry: drawnSquare };
    const { editIds } = await save([
      update(1, { nom: "A" }),
      insert("Neuve", editId),
      update(2, { nom: "Avant" }),
      drawn,
      update(1, { nom: "B", niveau: 7 }),
      remove(2),
      insert("Autre", editId),
    ]);
    expect(editIds).toEqual([0, 1, 2, 0, 0, 2, 1].map((place) => editIds[place]));
    expect(editIds[1]).toBe(editId.toLowerCase());
    expect(await kept()).toMatchObject([
      { fid: 1, changedColumns: ["nom", "niveau"], hasGeometry: true, mine: { values: { nom: "B", niveau: 7 } } },
      { operation: "insert", mine: { values: { nom: "Autre" } } },
      { fid: 2, operation: "delete", mine: null },
    ]);
  });

  it("are refused with the error of the first invalid one, and none is saved", async () => {
    const { save, kept, insert, update, layerId } = await openDraft();
    const pointed: ProposedEdit = { operation: "insert", layerId, values: {}, geometry: { type: "Point", coordinates: [5.6, 45.6] } };
    const unreadable: ProposedEdit = { operation: "insert", layerId, values: {}, geometry: { type: "Polygon", coordinates: "ici" } };
    const faults = {
      "value-not-integer": update(2, { niveau: "beaucoup" }),
      "geometry-of-other-type": pointed,
      "geometry-unreadable": unreadable,
      "feature-not-found": update(99, { nom: "x" }),
    };
    for (const [code, fault] of Object.entries(faults)) {
      const others = Object.values(faults).filter((other) => other !== fault);
      await expect(save([update(1, { nom: "Bonne" }), insert("Bonne"), fault, ...others])).rejects.toMatchObject({ code });
    }
    expect(await kept()).toEqual([]);
  });

  it("cannot replace a new feature of another contribution", async () => {
    const { save, kept, insert, person, core, communityId, datasetId } = await openDraft();
    const { editIds } = await save([insert("Mienne")]);
    const other = await person("contributor");
    const { id: contributionId } = await createContribution(core, other, { communityId, datasetId, title: "Autre", message: "" });
    const edits = [insert("Libre"), insert("Volée", editIds[0])];
    await expect(saveEdits(core, other, { communityId, contributionId, edits })).rejects.toThrow();
    expect(await kept()).toMatchObject([{ id: editIds[0], mine: { values: { nom: "Mienne" } } }]);
  });

  it("take only a few statements", async () => {
    const { author, communityId, contributionId, layerId, insert, update, remove } = await openDraft();
    const statementsFor = (edits: ProposedEdit[]) =>
      database.sqlAs(memberScope(author), async (sql) => {
        let count = 0;
        const counted: SqlSession = {
          ...sql,
          query: (text, params) => {
            count++;
            return sql.query(text, params);
          },
        };
        await storeEdits(counted, { id: contributionId, communityId }, await editedLayer(sql, communityId, layerId), [], edits);
        return count;
      });
    const few = await statementsFor([update(1, { nom: "A" }), insert("Une")]);
    const more = Array.from({ length: 60 }, (_, index) => insert(`Zone ${index}`));
    expect(await statementsFor([...more, update(1, { nom: "B" }), remove(2), update(3, { nom: "C" })])).toBe(few);
  });
});
