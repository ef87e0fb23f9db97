export { type Begun, beginSignIn, takeBegun } from "./begun";
