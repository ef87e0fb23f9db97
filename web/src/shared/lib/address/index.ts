export { useAddressQuery } from "./address-query";
