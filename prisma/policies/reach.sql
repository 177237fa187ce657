-- A program limited to named datasets and layers reads and writes nothing of others. It acts in roles of its own, which have all rights of
-- archipel_app and archipel_lens; these policies restrict them. Other callers never meet these policies, so their statements plan as before.
-- Tables of schema `layers` ask app.can_read_layer and app.lens_grants, which refuse a layer outside the reach.

DO $$
DECLARE
  relation record;
BEGIN
  FOR relation IN
    SELECT c.relname AS name,
      bool_or(a.attname = 'dataset_id') AS has_dataset, bool_or(a.attname = 'layer_id') AS has_layer
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped AND a.attname IN ('dataset_id', 'layer_id')
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'layers' GROUP BY 1
  LOOP
    EXECUTE format('CREATE POLICY confined ON public.%I AS RESTRICTIVE TO archipel_confined, archipel_confined_lens USING (%s)', relation.name,
      concat_ws(' AND ',
        -- A row of a layer is of its dataset as well: then the layer alone decides.
        CASE WHEN relation.has_layer THEN '(layer_id IS NULL OR layer_id = ANY ((SELECT app.reach(''layers''))::uuid[]))' END,
        CASE WHEN relation.has_dataset THEN format('(dataset_id IS NULL OR dataset_id = ANY ((SELECT app.reach(''datasets''))::uuid[])%s)',
          CASE WHEN relation.has_layer THEN ' OR layer_id IS NOT NULL' ELSE '' END) END));
  END LOOP;
END $$;
CREATE POLICY confined ON layers AS RESTRICTIVE TO archipel_confined, archipel_confined_lens
  USING (id = ANY ((SELECT app.reach('layers'))::uuid[]));
-- The dataset of a named layer is read for its title and licence, never changed.
CREATE POLICY confined ON datasets AS RESTRICTIVE TO archipel_confined, archipel_confined_lens
  USING (id = ANY ((SELECT app.reach('datasets'))::uuid[]) OR id = ANY ((SELECT app.reach('parents'))::uuid[]))
  WITH CHECK (id = ANY ((SELECT app.reach('datasets'))::uuid[]));
