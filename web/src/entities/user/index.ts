export { selectUser, type User, type UsersState, usersAdapter, usersReducer } from "./model/slice";
