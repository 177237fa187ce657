// @database server
// @long
import { testGrantMatrix } from "../testing/grant-matrix.ts";

testGrantMatrix(4);
