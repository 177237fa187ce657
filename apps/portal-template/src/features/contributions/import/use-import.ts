import { type EditImport, IMPORT_MAX_BYTES, type ImportChoice, type ImportPreview } from "@archipel/contracts/imports.ts";
import { useEffect, useRef, useState } from "react";
import { useApiClient } from "../../../api/react.tsx";
import { type Destination, sendFile } from "./send-file.ts";

const PAUSE_MS = 500;

/** The state of an import. After a failure, another file can be chosen. */
export type ImportState =
  | { readonly is: "empty"; readonly error: unknown }
  | { readonly is: "sending"; readonly fileName: string; readonly share: number }
  | { readonly is: "reading"; readonly found: EditImport }
  | {
      readonly is: "ready";
      readonly found: EditImport;
      readonly preview: ImportPreview;
      readonly isTaking: boolean;
      readonly error: unknown;
    };

/** The steps of a file of edits: sent, read by core-api, previewed, added to the draft. Leaving cancels it. */
export function useImport(to: Destination) {
  const client = useApiClient();
  const [state, setState] = useState<ImportState>({ is: "empty", error: null });
  const running = useRef<AbortController | null>(null);
  const known = useRef<string | null>(null);
  const { communityId } = to;

  /** The running work. The next file, or leaving, cancels it silently. */
  const run = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    await work(controller.signal).catch((error) => {
      if (!controller.signal.aborted) setState({ is: "empty", error });
    });
  };

  const follow = async (first: EditImport, signal: AbortSignal): Promise<void> => {
    known.current = first.id;
    let found = first;
    while (found.status === "reading") {
      setState({ is: "reading", found });
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      signal.throwIfAborted();
      found = await client.imports.get.query({ communityId, importId: first.id });
      signal.throwIfAborted();
    }
    if (found.preview) setState({ is: "ready", found, preview: found.preview, isTaking: false, error: null });
    else setState({ is: "empty", error: asRefusal(found.error?.code ?? "import-stopped", found.error?.params ?? {}) });
  };

  const discard = () => {
    const importId = known.current;
    known.current = null;
    // A file that could not be deleted does no harm: the next file of the layer replaces it.
    if (importId) client.imports.discard.mutate({ communityId, importId }).catch(() => undefined);
  };

  const leave = () => {
    running.current?.abort();
    discard();
    setState({ is: "empty", error: null });
  };
  const latest = useRef(leave);
  latest.current = leave;
  useEffect(() => () => latest.current(), []);

  return {
    state,
    leave,
    send: (file: File) =>
      run(async (signal) => {
        if (file.size > IMPORT_MAX_BYTES) throw asRefusal("import-too-large", { most: IMPORT_MAX_BYTES / 1_000_000 });
        const onShare = (share: number) => !signal.aborted && setState({ is: "sending", fileName: file.name, share });
        onShare(0);
        await follow(await sendFile(to, file, onShare, signal), signal);
      }),
    choose: (found: EditImport, choice: ImportChoice) =>
      run(async (signal) => {
        setState({ is: "reading", found: { ...found, status: "reading", progress: null } });
        const wanted = { communityId, importId: found.id, choice: { ...found.choice, ...choice } };
        await follow(await client.imports.choose.mutate(wanted), signal);
      }),
    /** Resolves when the edits are in the draft. A refusal is shown beside the preview. */
    async take(wanted: { title: string; contributionId?: string; deleteAbsent?: { reason: string } }) {
      if (state.is !== "ready" || state.isTaking) return null;
      setState({ ...state, isTaking: true, error: null });
      try {
        const taken = await client.imports.take.mutate({ communityId, importId: state.found.id, ...wanted });
        known.current = null;
        return taken;
      } catch (error) {
        setState({ ...state, isTaking: false, error });
        return null;
      }
    },
  };
}

const asRefusal = (code: string, params: object) =>
  Object.assign(new Error("the file was not read"), { data: { httpStatus: 422, domain: { code, params } } });
