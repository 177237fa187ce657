import { open } from "node:fs/promises";
import { basename } from "node:path";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { CloudError } from "@archipel/pointcloud/cloud-error.ts";
import { rangesOf } from "@archipel/pointcloud/node/files.ts";
import { type Cloud, openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { exitCodes } from "../exit-codes.ts";
import { Refusal } from "../server/refusal.ts";

/**
 * Opens a point cloud, and closes it after use.
 *
 * @throws Refusal when it is broken: what and where
 */
export async function withCloud<T>(path: string, locale: Locale, use: (cloud: Cloud) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    return await use(await openCloud(rangesOf(file)));
  } catch (error) {
    throw cloudRefusal(error, path, locale);
  } finally {
    await file.close();
  }
}

/** What a broken file is refused with; other errors stay as they are. */
export function cloudRefusal(error: unknown, path: string, locale: Locale): unknown {
  if (!(error instanceof CloudError)) return error;
  const text = translator(locale, "commands")(`cloud.fault.${error.code}`);
  return new Refusal(`${basename(path)}: ${text} (${error.message})`, exitCodes.failed);
}
