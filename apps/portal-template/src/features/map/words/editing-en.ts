import contributions from "@archipel/i18n/messages/contributions/en.json" with { type: "json" };
import errors from "@archipel/i18n/messages/errors/en.json" with { type: "json" };
import follows from "@archipel/i18n/messages/follows/en.json" with { type: "json" };
import maps from "@archipel/i18n/messages/maps/en.json" with { type: "json" };
import presence from "@archipel/i18n/messages/presence/en.json" with { type: "json" };
import { editingOf } from "./choose.ts";

/** What people read who can edit, or propose an edit with a report. */
export const editing = editingOf({ contributions, errors, follows, maps, presence });
