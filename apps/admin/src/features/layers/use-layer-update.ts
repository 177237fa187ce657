import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";

/** Saves changes of a layer, says so, and reads its dataset again. */
export function useLayerUpdate() {
  const t = useTranslations("admin.forms");
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  return useMutation(
    api.layers.update.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("saved") });
        await queryClient.invalidateQueries(api.datasets.pathFilter());
      },
    }),
  );
}
