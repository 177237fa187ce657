import type { PermissionWorld } from "../permission-world.ts";
import { newAddressTable, newCheck, newRepairable, newStoredUpload, newUpload, newUploadWithCloud } from "../upload-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

export const deliveries: Record<string, InputOf> = {
  "addresses.get": newAddresses,
  "addresses.suggest": newAddresses,
  "addresses.doubtful": newAddresses,
  "addresses.place": async (world) => ({
    ...(await newAddresses(world)),
    parts: { address: "nom", number: null, postcode: null, town: null },
  }),
  "addresses.settle": async (world) => ({ ...(await newAddresses(world)), position: 1, choice: { kind: "skip" } }),
  "addresses.finish": async (world) => ({ ...(await newAddresses(world)), skipsRest: true }),
  "checks.list": async (world) => ({ communityId: world.communityId, uploadId: (await newStoredUpload(world)).uploadId }),
  "checks.get": async (world) => ofCheck(world),
  "checks.groups": async (world) => ofCheck(world),
  "checks.findings": async (world) => ofCheck(world),
  "checks.suggest": async (world) => ({ communityId: world.communityId, uploadId: (await newStoredUpload(world)).uploadId }),
  "checks.start": async (world) => ({
    communityId: world.communityId,
    uploadId: (await newStoredUpload(world)).uploadId,
    model: "example-trees",
  }),
  "checks.discard": async (world) => ofCheck(world),
  "repairs.list": async (world) => ({ communityId: world.communityId, uploadId: (await newStoredUpload(world)).uploadId }),
  "repairs.preview": async (world) => ({ ...(await ofRepairable(world)), on: { all: true } }),
  "repairs.row": async (world) => ({ ...(await ofRepairable(world)), table: "lieux", row: 1 }),
  "repairs.add": async (world) => ({ ...(await ofRepairable(world)), on: { sequence: 1 } }),
  "repairs.undo": async (world) => ofRepairable(world),
  "repairs.recheck": async (world) => ofRepairable(world),
  "repairs.setValues": async (world) => ({
    ...(await ofRepairable(world)),
    table: "lieux",
    row: 1,
    values: [{ field: "nom", value: "x" }],
  }),
  "repairs.setShape": async (world) => ({
    ...(await ofRepairable(world)),
    table: "lieux",
    row: 1,
    shape: { type: "Point", coordinates: [2, 48] },
  }),
  "repairs.removeRow": async (world) => ({ ...(await ofRepairable(world)), table: "lieux", row: 1 }),
  "repairs.prepare": async (world) => ({ communityId: world.communityId, uploadId: (await newStoredUpload(world)).uploadId }),
  "uploads.list": inCommunity,
  "uploads.get": ofUpload,
  "uploads.findings": ofUpload,
  "uploads.documents": ofUpload,
  "uploads.preview": async (world) => uploadLayerInput(world),
  "uploads.setRasterCrs": async (world) => ({ ...(await ofUpload(world)), path: "mnt.tif", srid: 2154 }),
  "uploads.setHeights": async (world) => ({ ...(await ofUpload(world)), paths: ["mnt.tif"], choices: { product: "dtm" } }),
  "uploads.repairClouds": async (world) => {
    const { uploadId, path } = await newUploadWithCloud(world);
    return { communityId: world.communityId, uploadId, paths: [path], add: { drop: ["duplicates"] } };
  },
  "uploads.setCrs": async (world) => ({ ...(await uploadLayerInput(world)), srid: 2154 }),
  "uploads.setEncoding": async (world) => ({ ...(await uploadLayerInput(world)), encoding: "UTF-8" }),
  "uploads.setFieldNames": async (world) => ({ ...(await ofUpload(world)), renamed: ["field-reserved"] }),
  "uploads.discard": ofUpload,
  "uploads.publish": async (world) => {
    const { communityId, uploadId, uploadLayerId } = await uploadLayerInput(world);
    return { communityId, uploadId, target: { record: { title: "Publié" } }, layers: [{ uploadLayerId, title: "Couche" }] };
  },
};

async function newAddresses(world: PermissionWorld) {
  return { communityId: world.communityId, ...(await newAddressTable(world)) };
}

async function ofCheck(world: PermissionWorld) {
  return { communityId: world.communityId, checkId: await newCheck(world) };
}

async function ofRepairable(world: PermissionWorld) {
  return { communityId: world.communityId, checkId: await newRepairable(world) };
}

export async function uploadLayerInput(world: PermissionWorld) {
  const { uploadId, uploadLayerId } = await newUpload(world);
  return { communityId: world.communityId, uploadId, uploadLayerId };
}

async function ofUpload(world: PermissionWorld) {
  return { communityId: world.communityId, uploadId: (await newUpload(world)).uploadId };
}
