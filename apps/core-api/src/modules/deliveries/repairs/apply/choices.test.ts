// @database server
import type { Upload } from "@archipel/contracts/uploads.ts";
import type { Database } from "@archipel/database/database.ts";
import { shapefile } from "@archipel/gdal/testing/lay-files.ts";
import { ESRI_LAMBERT_93 } from "@archipel/gdal/testing/prj-texts.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { modelOf } from "@archipel/validation/testing/run-check.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Runner } from "../../../../jobs/runner.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { allFindings, keep, start } from "../../../../testing/check-world.ts";
import { jobOver, startTestRunner } from "../../../../testing/run-jobs.ts";
import { createTestCore } from "../../../../testing/test-core.ts";
import { newPerson, uploadFile } from "../../../../testing/uploading-world.ts";
import { getCheck } from "../../checks/service/read.ts";
import { setCrs, setEncoding } from "../../uploads/service/change.ts";
import { getUpload } from "../../uploads/service/read.ts";
import { setValues } from "../service/by-hand.ts";
import { undoRepair } from "../service/change.ts";
import { prepareRepairs } from "../service/prepare.ts";

/** A person's choice for a layer (CRS, encoding) is written into the repaired delivery, and stays when the repairs are undone. */

const trees = modelOf(
  {
    ARBRES: {
      fields: [{ name: "LIBELLE", type: "string", required: true, values: ["Prix en €", "Sans prix"] }],
      geometry: { type: "point", required: true },
    },
  },
  { id: "arbres-1.0", crs: [3946] },
);

let database: Database;
let core: Core;
let runner: Runner;
let manager: MemberActor;
beforeAll(async () => {
  database = await openTestDatabase();
  ({ core, runner } = await startTestRunner(await createTestCore(database)));
  manager = await newPerson(core, "manager");
  await keep(core, manager, trees);
});
afterAll(async () => {
  await runner.stop();
  await database.close();
});

const over = async ({ jobId, id }: Pick<Upload, "jobId" | "id">) => {
  await jobOver(core, jobId ?? "");
  return getUpload(core, manager, id);
};
async function checked(checkId: string) {
  const { jobId } = await getCheck(core, manager, checkId);
  if (jobId) await jobOver(core, jobId);
  return (await allFindings(core, manager, checkId)).found.map(({ code }) => code).sort();
}

test("a CRS and an encoding that a person chose", async () => {
  const { communityId } = manager;
  // A euro sign that another encoding reads as another character, and the .prj of another layer.
  const parts = shapefile({
    name: "lot/arbres",
    shapes: [
      [1_842_000, 5_175_000],
      [1_842_100, 5_175_100],
    ],
    values: [[Buffer.from("Prix en \u00a4", "latin1")], [Buffer.from("Sans prit")]],
    prj: ESRI_LAMBERT_93,
  });
  const upload = await uploadFile(core, manager, "lot.zip", buildZip(parts));
  const layerOf = ({ layers }: Upload) => ({ communityId, uploadId: upload.id, uploadLayerId: layers[0]?.id ?? "" });
  await over(await setCrs(core, manager, { ...layerOf(upload), srid: 3946 }));
  const said = await over(await setEncoding(core, manager, { ...layerOf(upload), encoding: "ISO-8859-15" }));
  expect(said.layers[0]).toMatchObject({ chosenSrid: 3946, encoding: "ISO-8859-15" });

  // The check applies the choices too: it finds only the real error.
  const first = await start(core, manager, upload.id, trees.id);
  expect(await checked(first.id)).toEqual(["ATTRIBUTE_UNEXPECTED_VALUE", "TABLE_UNEXPECTED_ENCODING"]);
  const place = { communityId, checkId: first.id, table: "arbres", row: 2 };
  const { checkId } = await setValues(core, manager, { ...place, values: [{ field: "LIBELLE", value: "Sans prix" }] });
  expect(await checked(checkId)).toEqual(["TABLE_UNEXPECTED_ENCODING"]);

  const prepare = async () => over(await prepareRepairs(core, manager, { communityId, uploadId: upload.id }));
  const repaired = await prepare();
  expect(repaired).toMatchObject({
    repairs: "read",
    layers: [{ chosenSrid: 3946, encoding: "UTF-8", crs: { srid: 3946, how: "declared" } }],
  });

  // Chosen for the repaired delivery: it is written again, with the choice in it.
  const moved = await over(await setCrs(core, manager, { ...layerOf(repaired), srid: 3945 }));
  expect(moved).toMatchObject({ repairs: "read", layers: [{ chosenSrid: 3945, encoding: "UTF-8", crs: { srid: 3945, how: "declared" } }] });

  // A check made with other choices is not reused: everything is read again.
  const undone = await undoRepair(core, manager, { communityId, checkId });
  expect(await checked(undone.checkId)).toEqual(expect.arrayContaining(["ATTRIBUTE_UNEXPECTED_VALUE", "crs-not-accepted"]));
  expect(await prepare()).toMatchObject({ repairs: "none", layers: [{ chosenSrid: 3945, encoding: "ISO-8859-15" }] });
});
