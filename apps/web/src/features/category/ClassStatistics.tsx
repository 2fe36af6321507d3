import { Text, UnstyledButton } from "@mantine/core";
import { formatCount } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { CategoryDot } from "./CategoryDot.tsx";
import { CategoryMenu } from "./CategoryMenu.tsx";
import classes from "./ClassStatistics.module.css";

export const classStatisticsFragment = graphql(`
  fragment ClassStatistics on Dataset {
    categories {
      id
      name
      color
      annotationCount
      imageCount
    }
  }
`);

interface ClassStatisticsProps {
  readonly dataset: FragmentOf<typeof classStatisticsFragment>;
  readonly selectedId: string | null;
  readonly onSelect: (categoryId: string | null) => void;
}

/** Instances per class as bars; a click filters the grid by that class, and its menu changes it. */
export function ClassStatistics({ dataset: reference, selectedId, onSelect }: ClassStatisticsProps) {
  const { categories } = readFragment(classStatisticsFragment, reference);
  const most = Math.max(1, ...categories.map(({ annotationCount }) => annotationCount));
  return (
    <aside className={classes.panel} aria-label="Classes">
      <Text size="xs" fw={600} c="dimmed" mb="xs" px={8}>
        Classes
      </Text>
      {categories.length === 0 ? (
        <Text size="sm" c="dimmed" px={8}>
          Classes appear once there are annotations.
        </Text>
      ) : null}
      {categories.map(({ id, name, color, annotationCount, imageCount }) => (
        <div key={id} className={classes.item}>
          <UnstyledButton
            className={classes.row ?? ""}
            aria-pressed={selectedId === id}
            onClick={() => onSelect(selectedId === id ? null : id)}
            title={`${formatCount(annotationCount)} annotations in ${formatCount(imageCount)} images`}
          >
            <span className={classes.line}>
              <CategoryDot color={color} />
              <span className={classes.name}>{name}</span>
              <span className={classes.count}>{formatCount(annotationCount)}</span>
            </span>
            <span className={classes.track}>
              <span style={{ width: `${(annotationCount / most) * 100}%`, background: color }} />
            </span>
            <span className={classes.images}>in {formatCount(imageCount)} images</span>
          </UnstyledButton>
          <span className={classes.menu}>
            <CategoryMenu
              category={{ id, name, color, annotationCount }}
              others={categories.filter((other) => other.id !== id)}
              onGone={() => selectedId === id && onSelect(null)}
            />
          </span>
        </div>
      ))}
    </aside>
  );
}
