import type { Code } from "../codes.ts";
import type { RepairId } from "../finding.ts";
import { readDocument } from "../metadata/document.ts";
import { RecordEditor } from "../metadata/edit.ts";
import { XmlError } from "../metadata/xml.ts";
import type { DeliveryFacts } from "./delivery-facts.ts";
import { fixMetadata } from "./repairs/fix-metadata.ts";

/** Opens a metadata record for editing; null when the bytes are not a record. */
export function recordEditor(bytes: Uint8Array): RecordEditor | null {
  try {
    const editor = new RecordEditor(readDocument(bytes));
    return editor.isRecord ? editor : null;
  } catch (error) {
    if (error instanceof XmlError) return null;
    throw error;
  }
}

/** Finds the repair for each fault of a record: it is offered when it succeeds on a copy of the record. */
export function recordOffers(bytes: Uint8Array, facts: DeliveryFacts): (code: Code) => RepairId | null {
  const known = new Map<Code, RepairId | null>();
  return (code) => {
    const kept = known.get(code);
    if (kept !== undefined) return kept;
    const editor = recordEditor(bytes);
    const offered = editor && fixMetadata(editor, code, facts) ? "fix-metadata" : null;
    known.set(code, offered);
    return offered;
  };
}
