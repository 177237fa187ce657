import type { setHeightsInput, Upload } from "@archipel/contracts/uploads.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";

export type HeightChange = z.input<typeof setHeightsInput>["choices"];

/** Says what some rasters of an upload hold; a new check then begins. */
export function useHeightChoices(upload: Upload) {
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const { mutate, isPending, error } = useMutation(
    api.uploads.setHeights.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.uploads.pathFilter()) }),
  );
  return {
    choose: (paths: readonly string[], choices: HeightChange) =>
      mutate({ communityId: community.id, uploadId: upload.id, paths: [...paths], choices }),
    isPending,
    error,
  };
}
