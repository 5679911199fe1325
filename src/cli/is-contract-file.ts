/**
 * Whether what stands behind --contract is meant as a file: it has a folder or the ending of one.
 * Anything else that is no preset is a misspelt preset.
 */
export const isContractFile = (contract: string): boolean =>
  /[\\/]|\.(?:json|[mc]?[jt]s)$/.test(contract);
