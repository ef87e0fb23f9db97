export {
  selectNames,
  selectUser,
  type User,
  type UsersState,
  usersAdapter,
  usersReducer,
} from "./model/slice";
