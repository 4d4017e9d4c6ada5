import { parseAst, type Plugin } from 'vite'

/** A part of a syntax tree, as far as it is looked at here. */
interface Node {
  type: string
  optional?: boolean
  arguments?: Node[]
}

/**
 * Holds what the compiler does not lower for the floor. Chrome reads `?.` since 80 but gets wrong `call?.(...some, more)`
 * until 91: the build ends where it is met, in our code or a library's, and all other `?.` stay as short as they are written.
 */
export function floorPlugin(): Plugin {
  return {
    name: 'sambar-floor',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle))
          if (file.type === 'chunk' && misread(parseAst(file.code) as unknown as Node))
            this.error(
              `${file.fileName}: Chrome 87 misreads a call by ?. whose ... is not its last`,
            )
      },
    },
  }
}

/** Does a chain of `?.` call anything with a spread argument that others follow? */
function misread(node: Node, inChain = false): boolean {
  const chain = inChain || node.type === 'ChainExpression'
  const spread = node.arguments?.findIndex(({ type }) => type === 'SpreadElement') ?? -1
  if (chain && spread >= 0 && spread < node.arguments!.length - 1) return true
  const inside = chain && !FUNCTION.test(node.type)
  return Object.values(node)
    .flat()
    .some((part) => isNode(part) && misread(part, inside))
}

const FUNCTION = /Function/

const isNode = (part: unknown): part is Node =>
  typeof part === 'object' && part !== null && 'type' in part
