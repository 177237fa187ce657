import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import { type Actor, type MemberActor, scopeOf } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { assertWritable } from "./assert-writable.ts";
import type { PermissionOf } from "./permissions.ts";
import { proveMember, signedIn } from "./prove-member.ts";

/** Refusals after which grants are asked: the caller has no role that edits. */
const WITHOUT_ROLE: ReadonlySet<string> = new Set(["community-not-found", "role-too-weak", "second-factor-needed", "identity-needed"]);

/**
 * Proves that the caller edits data of a community: by a role, else by a grant. A program that is limited to named data, or may only read, never
 * edits by grants.
 *
 * @throws DomainError as `proveMember` does, for callers without a grant too
 */
export async function proveEditor(
  core: Core,
  actor: Actor,
  wanted: string,
  permission: PermissionOf<Role>,
  options: { writes: boolean },
): Promise<MemberActor> {
  try {
    return await proveMember(core, actor, wanted, permission, options);
  } catch (error) {
    const isWithoutRole = error instanceof DomainError && WITHOUT_ROLE.has(error.code);
    if (!isWithoutRole || actor.reach || actor.keyScope === "read") throw error;
    if (!(await isEditorIn(core, actor, wanted))) throw error;
  }
  if (options.writes) await assertWritable(core, permission, { communityId: wanted });
  return { ...signedIn(actor), communityId: provenCommunityId(wanted), role: "member", byGrants: true };
}

async function isEditorIn(core: Core, actor: Actor, communityId: string): Promise<boolean> {
  const reads = core.database.readAs({ role: "editor", ...scopeOf(actor) });
  const rows = await reads.query<{ is: boolean }>("SELECT app.is_editor_in($1::uuid) AS is", [communityId]);
  return rows[0]?.is ?? false;
}
