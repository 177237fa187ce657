import type { repairCloudsInput, Upload } from "@archipel/contracts/uploads.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";

type Change = Pick<z.input<typeof repairCloudsInput>, "add" | "undo">;

/** Adds repairs of some clouds of an upload, or takes them back; a new check then begins. */
export function useCloudRepairs(upload: Upload, paths: readonly string[]) {
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const { mutate, isPending, error } = useMutation(
    api.uploads.repairClouds.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.uploads.pathFilter()) }),
  );
  return {
    repair: (change: Change) => mutate({ communityId: community.id, uploadId: upload.id, paths: [...paths], ...change }),
    isPending,
    error,
  };
}
