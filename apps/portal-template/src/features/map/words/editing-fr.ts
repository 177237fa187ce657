import { withFrenchSpaces } from "@archipel/i18n/french-spaces.ts";
import contributions from "@archipel/i18n/messages/contributions/fr.json" with { type: "json" };
import errors from "@archipel/i18n/messages/errors/fr.json" with { type: "json" };
import follows from "@archipel/i18n/messages/follows/fr.json" with { type: "json" };
import maps from "@archipel/i18n/messages/maps/fr.json" with { type: "json" };
import presence from "@archipel/i18n/messages/presence/fr.json" with { type: "json" };
import { editingOf } from "./choose.ts";

/** What people read who can edit, or propose an edit with a report. */
export const editing = withFrenchSpaces(editingOf({ contributions, errors, follows, maps, presence }));
