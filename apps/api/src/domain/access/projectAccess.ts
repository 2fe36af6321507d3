import type { PrismaClient, ProjectRole } from "@maskyard/store/prisma";
import DataLoader from "dataloader";
import { ForbiddenError, NotFoundError } from "../errors/expectedErrors.ts";
import type { Actor } from "./actor.ts";
import { type RolesLoader, rolesTogether } from "./rolesTogether.ts";

const rank: Readonly<Record<ProjectRole, number>> = { VIEWER: 1, EDITOR: 2, OWNER: 3 };

/**
 * What one actor may touch, for the length of one request: memberships are read once, the project of a dataset, run or
 * image in batches. Nothing here outlives the request, so that a removed member is out with the next one.
 */
export class ProjectAccess {
  readonly #prisma: PrismaClient;
  readonly #actor: Actor | null;
  #roles: Promise<ReadonlyMap<string, ProjectRole>> | null = null;
  readonly #projectOfDataset: DataLoader<string, string | null>;
  readonly #projectOfRun: DataLoader<string, string | null>;
  readonly #projectOfModel: DataLoader<string, string | null>;
  readonly #datasetOfImage: DataLoader<string, string | null>;

  constructor(prisma: PrismaClient, actor: Actor | null) {
    this.#prisma = prisma;
    this.#actor = actor;
    this.#projectOfDataset = new DataLoader(async (ids) => {
      const rows = await prisma.dataset.findMany({
        where: { id: { in: [...ids] } },
        select: { id: true, projectId: true },
      });
      const found = new Map(rows.map((row) => [row.id, row.projectId]));
      return ids.map((id) => found.get(id) ?? null);
    });
    this.#projectOfRun = new DataLoader(async (ids) => {
      const rows = await prisma.run.findMany({
        where: { id: { in: [...ids] } },
        select: { id: true, projectId: true },
      });
      const found = new Map(rows.map((row) => [row.id, row.projectId]));
      return ids.map((id) => found.get(id) ?? null);
    });
    this.#projectOfModel = new DataLoader(async (ids) => {
      const rows = await prisma.registeredModel.findMany({
        where: { id: { in: [...ids] } },
        select: { id: true, projectId: true },
      });
      const found = new Map(rows.map((row) => [row.id, row.projectId]));
      return ids.map((id) => found.get(id) ?? null);
    });
    this.#datasetOfImage = new DataLoader(async (ids) => {
      const rows = await prisma.image.findMany({
        where: { id: { in: [...ids] } },
        select: { id: true, datasetId: true },
      });
      const found = new Map(rows.map((row) => [row.id, row.datasetId]));
      return ids.map((id) => found.get(id) ?? null);
    });
  }

  /** The actor's roles by project id. */
  roles(): Promise<ReadonlyMap<string, ProjectRole>> {
    return this.rolesBy(rolesTogether(this.#prisma));
  }

  /** The same, read together with those of others who are told of the same thing. */
  rolesBy(loader: RolesLoader): Promise<ReadonlyMap<string, ProjectRole>> {
    this.#roles ??= this.#actor === null ? Promise.resolve(new Map()) : loader.load(this.#actor.userId);
    return this.#roles;
  }

  async seesProject(projectId: string | null): Promise<boolean> {
    return projectId !== null && (await this.roles()).has(projectId);
  }

  async seesDataset(datasetId: string | null): Promise<boolean> {
    return datasetId !== null && this.seesProject(await this.#projectOfDataset.load(datasetId));
  }

  async seesRun(runId: string): Promise<boolean> {
    return this.seesProject(await this.#projectOfRun.load(runId));
  }

  /** A registered model. */
  async seesModel(modelId: string): Promise<boolean> {
    return this.seesProject(await this.#projectOfModel.load(modelId));
  }

  async seesImage(imageId: string): Promise<boolean> {
    return this.seesDataset(await this.#datasetOfImage.load(imageId));
  }

  /**
   * Throws {@link NotFoundError} when the actor is no member of the project (so that nobody learns what exists) and
   * {@link ForbiddenError} when the role is less than `role`.
   */
  async requireRole(projectId: string | null | undefined, role: ProjectRole, what: string): Promise<void> {
    const held = projectId == null ? undefined : (await this.roles()).get(projectId);
    if (held === undefined) {
      throw new NotFoundError(`There is no such ${what}.`);
    }
    if (rank[held] < rank[role]) {
      throw new ForbiddenError(
        `This requires the role ${role.toLowerCase()} in the project, and yours is ${held.toLowerCase()}. Ask an owner of the project.`,
      );
    }
  }
}
