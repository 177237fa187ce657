import { siteKeyOf } from "@archipel/session/client-keys.ts";
import type { Env } from "../../env.ts";
import { StartError } from "../../start-error.ts";
import { readSettingsFile } from "../settings-file.ts";
import { type CheckLine, linesOf } from "./line.ts";

/** Whether the settings of the sites, in their own file, agree with those of core-api. */
export async function checkSites(env: Env, file: string, settings: Record<string, string | undefined>): Promise<CheckLine[]> {
  const { ok, warning, error } = linesOf("site key");
  let sites: Record<string, string | undefined> | null;
  try {
    sites = readSettingsFile(file);
  } catch (fault) {
    if (fault instanceof StartError) return [error(fault.message, `chown root:archipel ${file} && chmod 640 ${file}`)];
    throw fault;
  }
  const key = sites?.ARCHIPEL_SITE_KEY ?? settings.ARCHIPEL_SITE_KEY;
  if (!key) {
    if (sites?.ARCHIPEL_SECRET === env.ARCHIPEL_SECRET)
      return [warning("the sites have ARCHIPEL_SECRET itself", "give them ARCHIPEL_SITE_KEY instead (archipel-server site-key)")];
    return [
      warning(
        `no ARCHIPEL_SITE_KEY was found in ${file}, so it was not compared`,
        "name the settings file of the sites with --sites FILE; archipel-server site-key prints the key",
      ),
    ];
  }
  if (key !== siteKeyOf(env.ARCHIPEL_SECRET))
    return [
      error(
        "ARCHIPEL_SITE_KEY does not come from this ARCHIPEL_SECRET: nobody can sign in",
        `put what archipel-server site-key prints into ${file}, and restart the sites`,
      ),
    ];
  const lines = [ok("the sites have the key of this core-api")];
  for (const name of ["ARCHIPEL_PUBLIC_URL", "ARCHIPEL_ADMIN_URL", "ARCHIPEL_BASEMAP_STYLE_URL"] as const) {
    const theirs = sites?.[name] || undefined;
    if (sites && theirs !== undefined && theirs !== env[name])
      lines.push(
        linesOf("settings of sites").error(
          `${name} is ${theirs} for the sites and ${env[name] ?? "not set"} for core-api`,
          `make them equal (${file})`,
        ),
      );
  }
  if (sites && !sites.ARCHIPEL_PUBLIC_URL && !/^https?:\/\/localhost:4000\/?$/.test(env.ARCHIPEL_PUBLIC_URL))
    lines.push(
      linesOf("settings of sites").error(
        "ARCHIPEL_PUBLIC_URL is not set for the sites",
        `add ARCHIPEL_PUBLIC_URL=${env.ARCHIPEL_PUBLIC_URL} to ${file}`,
      ),
    );
  return lines;
}
