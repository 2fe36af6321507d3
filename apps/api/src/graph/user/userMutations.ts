import { signedInActor } from "../../domain/access/signedInActor.ts";
import { setPassword } from "../../domain/user/setPassword.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";
import { User } from "./userType.ts";

const SetPasswordInput = builder.inputType("SetPasswordInput", {
  fields: (t) => ({
    newPassword: t.string({ required: true }),
    currentPassword: t.string({ description: "Needed when there is one; absent for the first." }),
  }),
});

builder.mutationField("setPassword", (t) =>
  t.prismaField({
    type: User,
    description: "Sets the viewer's own password and ends the viewer's other sessions. Not for API tokens.",
    errors: {},
    args: { input: t.arg({ type: SetPasswordInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const actor = signedInActor(context);
      await setPassword(context, actor, input);
      return context.prisma.user.findUniqueOrThrow({ ...atLeastId(query), where: { id: actor.userId } });
    },
  }),
);
