/** The required fields of a spec but for its containers. */
export const largeSpecTop = `serviceName: web
containerGroupName: web
deployInstances: [{ regionId: cn-shanghai-ct, replicas: 1 }]
`;

/** A container, whose further fields are indented by four. */
export const largeSpecContainer = `containers:
  - name: web
    imageAddress: registry.example/web
    cpu: 1
    memory: 1
`;

/** The text as often as it goes into that length. */
export function repeatedTo(text: string, length: number): string {
  return text.repeat(Math.floor(length / text.length));
}

export function lines(count: number, line: (index: number) => string): string {
  return `${Array.from({ length: count }, (_, index) => line(index)).join('\n')}\n`;
}
