import { describe, expect, test } from 'vitest';
import { complaintsOn } from '../../testing/spec.ts';

const base = `serviceName: web
containerGroupName: web
containers:
  - name: web
    imageAddress: nginx
    cpu: 1
    memory: 2
deployInstances:
  - regionId: cn-shanghai-ct
    replicas: 1
`;

function specWith(found: string | RegExp, replacement: string): string {
  const spec = base.replace(found, () => replacement);
  if (spec === base) throw new Error(`The spec does not hold ${String(found)}`);
  return spec;
}

/** Fields of the spec from line 8 on. */
function withTop(fields: string): string {
  return specWith('deployInstances:', `${fields}\ndeployInstances:`);
}

/** Fields of the container from line 8 on. */
function withInContainer(fields: string): string {
  return specWith('    memory: 2\n', `    memory: 2\n${fields}`);
}

/** Environment variables from line 9 on. */
function withVariables(variables: string): string {
  return withInContainer(`    envs:\n${variables}`);
}

/** The value of a variable at 10:16. */
function withValue(value: string): string {
  return withVariables(`      - name: A\n        value: ${value}\n`);
}

const environment = {
  BCE_SECRET_ACCESS_KEY: 'a key',
  BIG: '1e3',
  EMPTY: '',
  HALF: '0.5',
  PASSWORD: 'correct horse',
  TRUE: 'true',
  WORD: 'two',
} as const;

/** The spec, with one mistake in it, and all that is said about it. */
type Row = readonly [mistake: string, spec: string, complaint: string];

test('the spec that all of these are made from has no mistake', async () => {
  expect(await complaintsOn(base)).toEqual([]);
});

describe('syntax', () => {
  test.each<Row>([
    [
      'a tab as indentation',
      specWith('    cpu: 1', '\tcpu: 1'),
      'error 6:1 YAML is indented with spaces; a tab stands here.',
    ],
    [
      'a tab in a list',
      specWith('  - regionId', '\t- regionId'),
      'error 9:1 YAML is indented with spaces; a tab stands here.',
    ],
    [
      'a line indented too little',
      specWith('    cpu: 1', '   cpu: 1'),
      'error 6:4 The indentation of this line does not fit the lines above it.',
    ],
    [
      'a line indented too much',
      specWith('    cpu: 1', '      cpu: 1'),
      'error 6:7 This line is indented further than the lines around it.',
    ],
    [
      'a key without a colon',
      specWith('    cpu: 1', '    cpu 1'),
      'error 6:5 A key needs a colon and a space behind it, as in cpu: 1.',
    ],
    [
      'a colon without a space',
      specWith('    cpu: 1', '    cpu:1'),
      'error 6:5 A key needs a colon and a space behind it, as in cpu: 1.',
    ],
    [
      'a quote that is not closed',
      specWith('serviceName: web', 'serviceName: "web'),
      'error 1:14 This quote is not closed.',
    ],
    [
      'a single quote that is not closed',
      specWith('serviceName: web', "serviceName: 'web"),
      'error 1:14 This quote is not closed.',
    ],
    [
      'text behind a quoted value',
      specWith('serviceName: web', 'serviceName: "web" shop'),
      'error 1:20 "shop" does not belong here.',
    ],
    [
      'a wrong escape',
      specWith('serviceName: web', String.raw`serviceName: "C:\web"`),
      'error 1:17 Invalid escape sequence \\w: within double quotes a backslash is written \\\\.',
    ],
    [
      'a flow list that is not closed',
      specWith('    cpu: 1', '    commands: [a, b\n    cpu: 1'),
      'error 6:15 This [ is not closed with ].',
    ],
    [
      'a flow map that is not closed',
      specWith('  - regionId: cn-shanghai-ct', '  - {regionId: cn-shanghai-ct'),
      'error 9:5 This { is not closed with }.',
    ],
    [
      'a bracket too many',
      specWith('    cpu: 1', '    commands: [a]]\n    cpu: 1'),
      'error 6:18 "]" does not belong here.',
    ],
    [
      'a value that begins with a reserved character',
      specWith('serviceName: web', 'serviceName: @web'),
      'error 1:14 Plain value cannot start with reserved character @: put the value in quotes.',
    ],
    [
      'a value that begins with a backtick',
      specWith('serviceName: web', 'serviceName: `web`'),
      'error 1:14 Plain value cannot start with reserved character `: put the value in quotes.',
    ],
    [
      'a value with a colon in it',
      specWith('serviceName: web', 'serviceName: web: shop'),
      'error 1:14 A value with a colon and a space in it needs quotes.',
    ],
    [
      'a value that begins with a percent sign',
      specWith('serviceName: web', 'serviceName: %web'),
      'error 1:14 Plain value cannot start with directive indicator character %: put the value in quotes.',
    ],
    [
      'a second document',
      specWith('deployInstances', '---\ndeployInstances'),
      'error 8:1 A spec is one YAML document, and here a second one begins. Give each service a file and a step of its own.',
    ],
    [
      'a tag of YAML',
      specWith('cpu: 1', 'cpu: !!int 1'),
      'error 6:10 A spec has no use for YAML tags: a value takes the type that its field wants.',
    ],
    [
      'a tag of its own',
      specWith('serviceName: web', 'serviceName: !Ref web'),
      'error 1:14 A spec has no use for YAML tags: a value takes the type that its field wants.',
    ],
    [
      'an alias without an anchor',
      specWith('cpu: 1', 'cpu: *cores'),
      'error 6:10 No anchor &cores stands before this alias.',
    ],
    [
      'an alias before its anchor',
      specWith('cpu: 1\n    memory: 2', 'cpu: *cores\n    memory: &cores 2'),
      'error 6:10 No anchor &cores stands before this alias.',
    ],
    [
      'an alias of an alias',
      specWith('cpu: 1', 'cpu: &a *b'),
      'error 6:13 An alias node must not specify any properties.',
    ],
    [
      'a key twice',
      specWith('    cpu: 1', '    cpu: 1\n    cpu: 2'),
      'error 7:5 The key "cpu" stands here for the second time.',
    ],
    [
      'a key twice, once in quotes',
      specWith('    cpu: 1', '    cpu: 1\n    "cpu": 2'),
      'error 7:5 The key "cpu" stands here for the second time.',
    ],
    [
      'a list as a key',
      specWith('    cpu: 1', '    [cpu]: 1'),
      'error 6:5 A key must be a plain word, not a list, a map or an alias.',
    ],
    [
      'a map as a key',
      specWith('    cpu: 1', '    {cpu: x}: 1'),
      'error 6:5 A key must be a plain word, not a list, a map or an alias.',
    ],
    [
      'a complex key',
      specWith('    cpu: 1', '    ? - cpu\n    : 1'),
      'error 6:7 A key must be a plain word, not a list, a map or an alias.',
    ],
    [
      'an alias as a key',
      specWith('serviceName: web', 'serviceName: &name web\n*name : 1'),
      'error 2:1 A key must be a plain word, not a list, a map or an alias.',
    ],
    [
      'a merge of a scalar',
      specWith('    cpu: 1', '    <<: 1\n    cpu: 1'),
      'error 6:5 A merge key (<<) takes a map, an alias of one, or a list of those.',
    ],
    [
      'a merge of a list of scalars',
      specWith('    cpu: 1', '    <<: [a]\n    cpu: 1'),
      'error 6:5 A merge key (<<) takes a map, an alias of one, or a list of those.',
    ],
    [
      'a directive without a document',
      specWith('serviceName: web', '%YAML 1.2\nserviceName: web'),
      'error 2:1 Missing directives-end/doc-start indicator line.',
    ],
    [
      'a list beside keys',
      specWith('deployInstances:\n', '- a\ndeployInstances:\n'),
      'error 8:1 An entry of a list stands here, between the keys of a map.',
    ],
    [
      'a bad block scalar',
      specWith('serviceName: web', 'serviceName: | web'),
      'error 1:16 "web" does not belong here.',
    ],
  ])('%s', async (_, spec, complaint) => {
    expect(await complaintsOn(spec, { environment })).toEqual([complaint]);
  });
});

describe('structure', () => {
  test.each<Row>([
    [
      'containers as a map',
      specWith(
        '  - name: web\n    imageAddress: nginx\n    cpu: 1\n    memory: 2',
        '  name: web\n  imageAddress: nginx\n  cpu: 1\n  memory: 2',
      ),
      'error 3:1 containers: must be a list, not a map.',
    ],
    [
      'containers as text',
      specWith('  - name: web\n    imageAddress: nginx\n    cpu: 1\n    memory: 2', '  web'),
      'error 4:3 containers: must be a list, not web.',
    ],
    [
      'a container as text',
      specWith('  - name: web', '  - proxy\n  - name: web'),
      'error 4:5 containers[0]: must be a map of name, imageAddress, imageVersion, cpu, memory, gpu, workingDir, commands, args, ports, envs and volumeMounts, not proxy.',
    ],
    [
      'deployInstances as a map',
      specWith(
        '  - regionId: cn-shanghai-ct\n    replicas: 1',
        '  regionId: cn-shanghai-ct\n  replicas: 1',
      ),
      'error 8:1 deployInstances: must be a list, not a map.',
    ],
    [
      'a list for text',
      specWith('serviceName: web', 'serviceName: [web]'),
      'error 1:1 serviceName: must be text, not a list.',
    ],
    [
      'a map for text',
      specWith('serviceName: web', 'serviceName: {name: web}'),
      'error 1:1 serviceName: must be text, not a map.',
    ],
    [
      'a map for a number',
      specWith('cpu: 1', 'cpu: {limit: 1}'),
      'error 6:5 containers[0].cpu: must be a whole number, not a map.',
    ],
    [
      'a number for a list',
      withInContainer('    commands: sleep 3600\n'),
      'error 8:15 containers[0].commands: must be a list, not sleep 3600.',
    ],
    [
      'a list for a map',
      withTop('volumes:\n  - name: data'),
      'error 8:1 volumes: must be a map of configMap, secret, emptyDir and volumeClaimTemplates, not a list.',
    ],
    [
      'text for a map',
      withVariables('      - name: A\n        valueFrom: configMap\n'),
      'error 10:20 containers[0].envs[0].valueFrom: must be a map of configMapKeyRef, secretKeyRef, fieldRef and resourceFieldRef, not configMap.',
    ],
    [
      'envs as a map',
      withVariables('      A: b\n'),
      'error 8:5 containers[0].envs: must be a list, not a map.',
    ],
    [
      'envs as text',
      withVariables('      - A=b\n'),
      'error 9:9 containers[0].envs[0]: must be a map of name, value and valueFrom, not A=b.',
    ],
    [
      'ports as numbers',
      withInContainer('    ports: [80]\n'),
      'error 8:13 containers[0].ports[0]: must be a map of containerPort, protocol, name, hostIP and hostPort, not 80.',
    ],
    [
      'a list in a list',
      withInContainer('    args:\n      - - a\n'),
      'error 9:9 containers[0].args[0]: must be text, not a list.',
    ],
    [
      'no containers',
      specWith(/^containers:[^]*?(?=deployInstances)/m, ''),
      'error 1:1 containers: is missing. The containers of the container group. Required, at least one.',
    ],
    [
      'no deployInstances',
      specWith(/^deployInstances:[^]*/m, ''),
      'error 1:1 deployInstances: is missing. Where the service runs and with how many replicas, one entry a place. Required, at least one.',
    ],
    [
      'no serviceName',
      specWith('serviceName: web\n', ''),
      'error 1:1 serviceName: is missing. Name of the service. Required.',
    ],
    [
      'no containerGroupName',
      specWith('containerGroupName: web\n', ''),
      'error 1:1 containerGroupName: is missing. Name of the container group (pod) that each replica runs. Required; lower-case letters, digits and hyphens are safe.',
    ],
    [
      'an empty serviceName',
      specWith('serviceName: web', 'serviceName: ""'),
      'error 1:1 serviceName: is empty. Name of the service. Required.',
    ],
    [
      'a serviceName without a value',
      specWith('serviceName: web', 'serviceName:'),
      'error 1:1 serviceName: is empty. Name of the service. Required.',
    ],
    [
      'a list of containers that is empty',
      specWith('  - name: web\n    imageAddress: nginx\n    cpu: 1\n    memory: 2', '  []'),
      'error 3:1 containers: is empty; it needs at least one entry.',
    ],
    [
      'containers without a value',
      specWith('  - name: web\n    imageAddress: nginx\n    cpu: 1\n    memory: 2\n', ''),
      'error 3:1 containers: is empty. The containers of the container group. Required, at least one.',
    ],
    [
      'a list of places that is empty',
      specWith('  - regionId: cn-shanghai-ct\n    replicas: 1', '  []'),
      'error 8:1 deployInstances: is empty; it needs at least one entry.',
    ],
    [
      'a port without a number',
      withInContainer('    ports:\n      - protocol: TCP\n'),
      'error 9:9 containers[0].ports[0].containerPort: is missing. Port number on the pod, 1 to 65535. Required.',
    ],
    [
      'a mount without a name',
      withInContainer('    volumeMounts:\n      - mountPath: /data\n'),
      'error 9:9 containers[0].volumeMounts[0].name: is missing. Name of the volume, as in volumes. Required.',
    ],
  ])('%s', async (_, spec, complaint) => {
    expect(await complaintsOn(spec, { environment })).toEqual([complaint]);
  });
});

describe('unknown keys', () => {
  test.each<Row>([
    [
      'a key in lower case',
      specWith('serviceName: web', 'servicename: web'),
      'error 1:1 servicename: is no field of BEC; did you mean serviceName?',
    ],
    [
      'a key with a typing error',
      specWith('replicas: 1', 'replcias: 1'),
      'error 10:5 deployInstances[0].replcias: is no field of BEC; did you mean replicas?',
    ],
    [
      'a key with a hyphen',
      specWith('regionId:', 'region-id:'),
      'error 9:5 deployInstances[0].region-id: is no field of BEC; did you mean regionId?',
    ],
    [
      'a key with underscores',
      specWith('containerGroupName', 'container_group_name'),
      'error 2:1 container_group_name: is no field of BEC; did you mean containerGroupName?',
    ],
    [
      'image',
      specWith('imageAddress: nginx', 'image: nginx'),
      'error 5:5 containers[0].image: is no field of BEC; did you mean imageAddress? The tag goes to imageVersion.',
    ],
    [
      'env',
      withInContainer('    env:\n      - name: A\n        value: b\n'),
      'error 8:5 containers[0].env: is no field of BEC; did you mean envs?',
    ],
    [
      'command',
      withInContainer('    command: [a]\n'),
      'error 8:5 containers[0].command: is no field of BEC; did you mean commands?',
    ],
    [
      'environment',
      withInContainer('    environment:\n      A: b\n'),
      'error 8:5 containers[0].environment: is no field of BEC; did you mean envs?',
    ],
    [
      'imagePullSecrets',
      withTop('imagePullSecrets:\n  - name: login'),
      'error 8:1 imagePullSecrets: is no field of BEC; did you mean imageRegistrySecrets?',
    ],
    [
      'resources',
      withInContainer('    resources:\n      limits: {cpu: 1}\n'),
      'error 8:5 containers[0].resources: is no field of BEC here. Known are name, imageAddress, imageVersion, cpu, memory, gpu, workingDir, commands, args, ports, envs and volumeMounts.',
    ],
    [
      'apiVersion',
      specWith('serviceName: web', 'apiVersion: apps/v1\nserviceName: web'),
      'error 1:1 apiVersion: is no field of BEC here. Known are serviceName, containerGroupName, paymentMethod, needPublicIp, needIpv6PublicIp, bandwidth, containers, deployInstances, volumes, imageRegistrySecrets, tags, hostAliases, dnsPolicy, dnsConfig, logCollectDetail and kernelParam.',
    ],
    [
      'kind',
      specWith('serviceName: web', 'kind: Deployment\nserviceName: web'),
      'error 1:1 kind: is no field of BEC here. Known are serviceName, containerGroupName, paymentMethod, needPublicIp, needIpv6PublicIp, bandwidth, containers, deployInstances, volumes, imageRegistrySecrets, tags, hostAliases, dnsPolicy, dnsConfig, logCollectDetail and kernelParam.',
    ],
    [
      'spec',
      withTop('spec: {}'),
      'error 8:1 spec: is no field of BEC here. Known are serviceName, containerGroupName, paymentMethod, needPublicIp, needIpv6PublicIp, bandwidth, containers, deployInstances, volumes, imageRegistrySecrets, tags, hostAliases, dnsPolicy, dnsConfig, logCollectDetail and kernelParam.',
    ],
    [
      'port',
      withInContainer('    ports:\n      - port: 80\n        containerPort: 80\n'),
      'error 9:9 containers[0].ports[0].port: is no field of BEC; did you mean containerPort?',
    ],
    [
      'a key in the wrong place',
      specWith('replicas: 1', 'replicas: 1\nreplicas: 2'),
      'error 11:1 replicas: is no field of BEC here. Known are serviceName, containerGroupName, paymentMethod, needPublicIp, needIpv6PublicIp, bandwidth, containers, deployInstances, volumes, imageRegistrySecrets, tags, hostAliases, dnsPolicy, dnsConfig, logCollectDetail and kernelParam.',
    ],
    [
      'a key that is like none',
      specWith('replicas: 1', 'replicas: 1\n    flavour: large'),
      'error 11:5 deployInstances[0].flavour: is no field of BEC here. Known are regionId, region, city, serviceProvider, replicas, networkType, vpcId, subnetId and subServiceProviders.',
    ],
    [
      'a key with a space',
      specWith('replicas: 1', 'replicas: 1\n    "my key": 1'),
      'error 11:5 deployInstances[0]."my key": is no field of BEC here. Known are regionId, region, city, serviceProvider, replicas, networkType, vpcId, subnetId and subServiceProviders.',
    ],
    [
      'an empty key',
      specWith('replicas: 1', 'replicas: 1\n    "": 1'),
      'error 11:5 deployInstances[0]."": is no field of BEC here. Known are regionId, region, city, serviceProvider, replicas, networkType, vpcId, subnetId and subServiceProviders.',
    ],
    [
      '__proto__',
      specWith('replicas: 1', 'replicas: 1\n    __proto__: {}'),
      'error 11:5 deployInstances[0].__proto__: is no field of BEC here. Known are regionId, region, city, serviceProvider, replicas, networkType, vpcId, subnetId and subServiceProviders.',
    ],
    [
      'constructor',
      specWith('replicas: 1', 'replicas: 1\n    constructor: 1'),
      'error 11:5 deployInstances[0].constructor: is no field of BEC here. Known are regionId, region, city, serviceProvider, replicas, networkType, vpcId, subnetId and subServiceProviders.',
    ],
    [
      'toString',
      specWith('serviceName: web', 'serviceName: web\ntoString: 1'),
      'error 2:1 toString: is no field of BEC here. Known are serviceName, containerGroupName, paymentMethod, needPublicIp, needIpv6PublicIp, bandwidth, containers, deployInstances, volumes, imageRegistrySecrets, tags, hostAliases, dnsPolicy, dnsConfig, logCollectDetail and kernelParam.',
    ],
    [
      'an extension below the top',
      specWith('replicas: 1', 'replicas: 1\n    x-note: 1'),
      'error 11:5 deployInstances[0].x-note: is no field of BEC here. Known are regionId, region, city, serviceProvider, replicas, networkType, vpcId, subnetId and subServiceProviders.',
    ],
    [
      'a key that JSON pointers escape',
      specWith('replicas: 1', 'replicas: 1\n    a/b~c: 1'),
      'error 11:5 deployInstances[0]."a/b~c": is no field of BEC here. Known are regionId, region, city, serviceProvider, replicas, networkType, vpcId, subnetId and subServiceProviders.',
    ],
    [
      'a long key',
      specWith('replicas: 1', 'replicas: 1\n    ' + 'k'.repeat(200) + ': 1'),
      'error 11:5 deployInstances[0].kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: is no field of BEC here. Known are regionId, region, city, serviceProvider, replicas, networkType, vpcId, subnetId and subServiceProviders.',
    ],
  ])('%s', async (_, spec, complaint) => {
    expect(await complaintsOn(spec, { environment })).toEqual([complaint]);
  });
});

describe('values', () => {
  test.each<Row>([
    [
      'a number in quotes',
      specWith('cpu: 1', 'cpu: "1"'),
      'error 6:10 containers[0].cpu: must be a whole number, not "1": leave the quotes out.',
    ],
    [
      'half a core',
      specWith('cpu: 1', 'cpu: 0.5'),
      'error 6:10 containers[0].cpu: must be a whole number, not 0.5.',
    ],
    [
      'millicores',
      specWith('cpu: 1', 'cpu: 500m'),
      'error 6:10 containers[0].cpu: must be a whole number, not 500m.',
    ],
    [
      'memory with a unit',
      specWith('memory: 2', 'memory: 2Gi'),
      'error 7:13 containers[0].memory: must be a whole number, not 2Gi.',
    ],
    [
      'memory with a space and a unit',
      specWith('memory: 2', 'memory: 2 GB'),
      'error 7:13 containers[0].memory: must be a whole number, not 2 GB.',
    ],
    [
      'a number as a word',
      specWith('replicas: 1', 'replicas: one'),
      'error 10:15 deployInstances[0].replicas: must be a whole number, not one.',
    ],
    [
      'a negative number',
      specWith('replicas: 1', 'replicas: -1'),
      'error 10:15 deployInstances[0].replicas: must be at least 1, not -1.',
    ],
    [
      'no replicas at all',
      specWith('replicas: 1', 'replicas: 0'),
      'error 10:15 deployInstances[0].replicas: must be at least 1, not 0.',
    ],
    [
      'true for a number',
      specWith('replicas: 1', 'replicas: true'),
      'error 10:15 deployInstances[0].replicas: must be a whole number, not true.',
    ],
    [
      'a number beyond all',
      specWith('replicas: 1', 'replicas: 99999999999999999999'),
      'error 10:15 deployInstances[0].replicas: must be a whole number, not 99999999999999999999.',
    ],
    [
      'yes for a boolean',
      withTop('needIpv6PublicIp: yes'),
      'error 8:19 needIpv6PublicIp: must be true or false, not yes.',
    ],
    [
      'on for a boolean',
      withTop('needIpv6PublicIp: on'),
      'error 8:19 needIpv6PublicIp: must be true or false, not on.',
    ],
    [
      'a boolean in quotes',
      withTop('needIpv6PublicIp: "true"'),
      'error 8:19 needIpv6PublicIp: must be true or false, not "true": leave the quotes out.',
    ],
    [
      '1 for a boolean',
      withTop('needIpv6PublicIp: 1'),
      'error 8:19 needIpv6PublicIp: must be true or false, not 1.',
    ],
    [
      'a number in a block',
      specWith('cpu: 1', 'cpu: |\n      1'),
      'error 6:10 containers[0].cpu: must be a whole number, not "1\\n".',
    ],
    [
      'a payment method that is not there',
      withTop('paymentMethod: prepay'),
      'error 8:16 paymentMethod: must be postpay, not prepay.',
    ],
    [
      'a payment method in capitals',
      withTop('paymentMethod: Postpay'),
      'error 8:16 paymentMethod: must be postpay, not Postpay. Did you mean postpay?',
    ],
    [
      'a protocol in lower case',
      withInContainer('    ports:\n      - containerPort: 80\n        protocol: tcp\n'),
      'error 10:19 containers[0].ports[0].protocol: must be UDP, TCP or SCTP, not tcp. Did you mean TCP?',
    ],
    [
      'a protocol that is none',
      withInContainer('    ports:\n      - containerPort: 80\n        protocol: HTTP\n'),
      'error 10:19 containers[0].ports[0].protocol: must be UDP, TCP or SCTP, not HTTP.',
    ],
    [
      'a provider that is near',
      specWith('replicas: 1', 'serviceProvider: CHINA_TELECON'),
      'error 10:22 deployInstances[0].serviceProvider: must be BGP, CHINA_MOBILE, CHINA_UNICOM, CHINA_TELECOM, TRIPLE_LINE or INTRA, not CHINA_TELECON. Did you mean CHINA_TELECOM?',
    ],
    [
      'a provider that is none',
      specWith('replicas: 1', 'serviceProvider: AWS'),
      'error 10:22 deployInstances[0].serviceProvider: must be BGP, CHINA_MOBILE, CHINA_UNICOM, CHINA_TELECOM, TRIPLE_LINE or INTRA, not AWS.',
    ],
    [
      'a disk that is none',
      withTop(
        'volumes:\n  volumeClaimTemplates:\n    - name: data\n      diskType: SSD\n      storageSize: 1',
      ),
      'error 11:17 volumes.volumeClaimTemplates[0].diskType: must be NVME, SATA, CDS_HDD, CDS_SSD, RBD_SSD, HDD_PASSTHROUGH, SSD_PASSTHROUGH, HDD_PASSTHROUGH_4T or SSD_PASSTHROUGH_4T, not SSD.',
    ],
    [
      'a number for an enum',
      withTop('paymentMethod: 1'),
      'error 8:16 paymentMethod: must be postpay, not 1.',
    ],
    [
      'a list for an enum',
      withTop('paymentMethod: [postpay]'),
      'error 8:1 paymentMethod: must be postpay, not a list.',
    ],
    [
      'port 0',
      withInContainer('    ports:\n      - containerPort: 0\n'),
      'error 9:24 containers[0].ports[0].containerPort: must be at least 1, not 0.',
    ],
    [
      'port 65536',
      withInContainer('    ports:\n      - containerPort: 65536\n'),
      'error 9:24 containers[0].ports[0].containerPort: must be at most 65535, not 65536.',
    ],
    [
      'a port with its protocol',
      withInContainer('    ports:\n      - containerPort: 80/tcp\n'),
      'error 9:24 containers[0].ports[0].containerPort: must be a whole number, not 80/tcp.',
    ],
    [
      'no core',
      specWith('cpu: 1', 'cpu: 0'),
      'error 6:10 containers[0].cpu: must be at least 1, not 0.',
    ],
    [
      'a bandwidth of 0',
      withTop('needPublicIp: true\nbandwidth: 0'),
      'error 9:12 bandwidth: must be at least 1, not 0.',
    ],
    [
      'a bandwidth of 6000',
      withTop('needPublicIp: true\nbandwidth: 6000'),
      'error 9:12 bandwidth: must be at most 5120, not 6000.',
    ],
    [
      'a disk of no size',
      withTop('volumes:\n  volumeClaimTemplates:\n    - name: data\n      storageSize: 0'),
      'error 11:20 volumes.volumeClaimTemplates[0].storageSize: must be at least 1, not 0.',
    ],
  ])('%s', async (_, spec, complaint) => {
    expect(await complaintsOn(spec, { environment })).toEqual([complaint]);
  });
});

describe('placeholders', () => {
  test.each<Row>([
    [
      'a variable that is not set',
      withValue('${{ env.UNSET }}'),
      'error 10:16 containers[0].envs[0].value: ${{ env.UNSET }} is not set. Add to the step, under env:  UNSET: <value>',
    ],
    [
      'a secret that is not set',
      withValue('${{ secrets.UNSET }}'),
      'error 10:16 containers[0].envs[0].value: ${{ secrets.UNSET }} is not set. Add to the step, under env:  UNSET: ${{ secrets.UNSET }}',
    ],
    [
      'a secret that is empty',
      withValue('${{ secrets.EMPTY }}'),
      'error 10:16 containers[0].envs[0].value: ${{ secrets.EMPTY }} is empty: no such secret is defined for this repository or environment, or the run may not read it (runs from forks get no secrets).',
    ],
    [
      'a name of github that is unknown',
      withValue('${{ github.branch }}'),
      'error 10:16 containers[0].envs[0].value: ${{ github.branch }} is not known. Known are image.version, env.NAME, secrets.NAME, and of github sha, ref, ref_name, ref_type, repository, repository_owner, run_id, run_number, actor, workflow, job, event_name and server_url.',
    ],
    [
      'a name of github that is near',
      withValue('${{ github.refname }}'),
      'error 10:16 containers[0].envs[0].value: ${{ github.refname }} is not known; did you mean ${{ github.ref_name }}? Known are image.version, env.NAME, secrets.NAME, and of github sha, ref, ref_name, ref_type, repository, repository_owner, run_id, run_number, actor, workflow, job, event_name and server_url.',
    ],
    [
      'the attempt',
      withValue('${{ github.run_attempt }}'),
      'error 10:16 containers[0].envs[0].value: ${{ github.run_attempt }} changes when a job is run again, and the service with it: a re-run must ask for the same service. Use github.run_id.',
    ],
    [
      'a context that is unknown',
      withValue('${{ vars.A }}'),
      'error 10:16 containers[0].envs[0].value: ${{ vars.A }} is not known. Known are image.version, env.NAME, secrets.NAME, and of github sha, ref, ref_name, ref_type, repository, repository_owner, run_id, run_number, actor, workflow, job, event_name and server_url.',
    ],
    [
      'a context with a typing error',
      withValue('${{ image.versoin }}'),
      'error 10:16 containers[0].envs[0].value: ${{ image.versoin }} is not known; did you mean ${{ image.version }}? Known are image.version, env.NAME, secrets.NAME, and of github sha, ref, ref_name, ref_type, repository, repository_owner, run_id, run_number, actor, workflow, job, event_name and server_url.',
    ],
    [
      'an expression',
      withValue("${{ github.ref == 'x' }}"),
      "error 10:16 containers[0].envs[0].value: ${{ github.ref == 'x' }} is no placeholder: it takes one name, such as image.version or env.NAME, and no expression. A literal ${{ is written $${{.",
    ],
    [
      'a call',
      withValue('${{ toJson(github) }}'),
      'error 10:16 containers[0].envs[0].value: ${{ toJson(github) }} is no placeholder: it takes one name, such as image.version or env.NAME, and no expression. A literal ${{ is written $${{.',
    ],
    [
      'nothing between the braces',
      withValue('${{ }}'),
      'error 10:16 containers[0].envs[0].value: ${{ }} is no placeholder: it takes one name, such as image.version or env.NAME, and no expression. A literal ${{ is written $${{.',
    ],
    [
      'a deeper name',
      withValue('${{ github.event.number }}'),
      'error 10:16 containers[0].envs[0].value: ${{ github.event.number }} is no placeholder: it takes one name, such as image.version or env.NAME, and no expression. A literal ${{ is written $${{.',
    ],
    [
      'a name with an index',
      withValue("${{ env['A'] }}"),
      "error 10:16 containers[0].envs[0].value: ${{ env['A'] }} is no placeholder: it takes one name, such as image.version or env.NAME, and no expression. A literal ${{ is written $${{.",
    ],
    [
      'braces that are not closed',
      withValue('${{ image.version }'),
      'error 10:16 containers[0].envs[0].value: The placeholder ${{ is not closed with }}. A literal ${{ is written $${{.',
    ],
    [
      'the second of two in a line',
      withValue('${{ image.version }}-${{ env.UNSET }}'),
      'error 10:37 containers[0].envs[0].value: ${{ env.UNSET }} is not set. Add to the step, under env:  UNSET: <value>',
    ],
    [
      'one in quotes',
      withValue('"a \\t ${{ env.UNSET }}"'),
      'error 10:22 containers[0].envs[0].value: ${{ env.UNSET }} is not set. Add to the step, under env:  UNSET: <value>',
    ],
    [
      'one in a block',
      withVariables(
        '      - name: A\n        value: |\n          a\n          b ${{ env.UNSET }}\n',
      ),
      'error 12:13 containers[0].envs[0].value: ${{ env.UNSET }} is not set. Add to the step, under env:  UNSET: <value>',
    ],
    [
      'one behind an escaped one',
      withValue('$${{ a }} ${{ env.UNSET }}'),
      'error 10:26 containers[0].envs[0].value: ${{ env.UNSET }} is not set. Add to the step, under env:  UNSET: <value>',
    ],
    [
      'one written in an escape',
      withVariables(String.raw`      - name: A
        value: "\u0024{{ env.UNSET }}"
`),
      'error 10:16 containers[0].envs[0].value: ${{ env.UNSET }} is not set. Add to the step, under env:  UNSET: <value>',
    ],
    [
      'a credential of the runner',
      withValue('${{ env.BCE_SECRET_ACCESS_KEY }}'),
      "error 10:16 containers[0].envs[0].value: ${{ env.BCE_SECRET_ACCESS_KEY }} can't be read from a spec: BCE_*, BAIDUCLOUD_*, INPUT_*, ACTIONS_*, RUNNER_* and GITHUB_TOKEN hold the runner's and your credentials. Give the value another name in the step's env.",
    ],
    [
      'a credential of the runner as a secret',
      withValue('${{ secrets.BCE_SECRET_ACCESS_KEY }}'),
      "error 10:16 containers[0].envs[0].value: ${{ secrets.BCE_SECRET_ACCESS_KEY }} can't be read from a spec: BCE_*, BAIDUCLOUD_*, INPUT_*, ACTIONS_*, RUNNER_* and GITHUB_TOKEN hold the runner's and your credentials. Give the value another name in the step's env.",
    ],
    [
      'an input',
      withValue('${{ env.INPUT_X }}'),
      "error 10:16 containers[0].envs[0].value: ${{ env.INPUT_X }} can't be read from a spec: BCE_*, BAIDUCLOUD_*, INPUT_*, ACTIONS_*, RUNNER_* and GITHUB_TOKEN hold the runner's and your credentials. Give the value another name in the step's env.",
    ],
    [
      'the token of the workflow',
      withValue('${{ secrets.GITHUB_TOKEN }}'),
      "error 10:16 containers[0].envs[0].value: ${{ secrets.GITHUB_TOKEN }} can't be read from a spec: BCE_*, BAIDUCLOUD_*, INPUT_*, ACTIONS_*, RUNNER_* and GITHUB_TOKEN hold the runner's and your credentials. Give the value another name in the step's env.",
    ],
    [
      'a word for a number',
      specWith('replicas: 1', 'replicas: ${{ env.WORD }}'),
      'error 10:15 deployInstances[0].replicas: must be a whole number, not "two".',
    ],
    [
      'a fraction for a number',
      specWith('replicas: 1', 'replicas: ${{ env.HALF }}'),
      'error 10:15 deployInstances[0].replicas: must be a whole number, not "0.5".',
    ],
    [
      'an exponent for a number',
      specWith('replicas: 1', 'replicas: ${{ env.BIG }}'),
      'error 10:15 deployInstances[0].replicas: must be a whole number, not "1e3".',
    ],
    [
      'nothing for a number',
      specWith('replicas: 1', 'replicas: ${{ env.EMPTY }}'),
      'error 10:15 deployInstances[0].replicas: must be a whole number, not "".',
    ],
    [
      'a secret for a number',
      specWith('replicas: 1', 'replicas: ${{ secrets.PASSWORD }}'),
      'error 10:15 deployInstances[0].replicas: must be a whole number, not "***".',
    ],
    [
      'true for a number',
      specWith('replicas: 1', 'replicas: ${{ env.TRUE }}'),
      'error 10:15 deployInstances[0].replicas: must be a whole number, not "true".',
    ],
    [
      'a word for a boolean',
      withTop('needIpv6PublicIp: ${{ env.WORD }}'),
      'error 8:19 needIpv6PublicIp: must be true or false, not "two".',
    ],
    [
      'a word for an enum',
      withTop('paymentMethod: ${{ env.WORD }}'),
      'error 8:16 paymentMethod: must be postpay, not "two".',
    ],
    [
      'an unset one for a number',
      specWith('replicas: 1', 'replicas: ${{ env.UNSET }}'),
      'error 10:15 deployInstances[0].replicas: ${{ env.UNSET }} is not set. Add to the step, under env:  UNSET: <value>',
    ],
    [
      'an unset one for a required name',
      specWith('serviceName: web', 'serviceName: ${{ env.UNSET }}'),
      'error 1:14 serviceName: ${{ env.UNSET }} is not set. Add to the step, under env:  UNSET: <value>',
    ],
    [
      'one in a key',
      specWith('replicas: 1', 'replicas: 1\n    ${{ env.WORD }}: 1'),
      'error 11:5 deployInstances[0]."${{ env.WORD }}": is no field of BEC here. Known are regionId, region, city, serviceProvider, replicas, networkType, vpcId, subnetId and subServiceProviders.',
    ],
  ])('%s', async (_, spec, complaint) => {
    expect(await complaintsOn(spec, { environment })).toEqual([complaint]);
  });
});

describe('rules across fields', () => {
  test.each<Row>([
    [
      'two containers of one name',
      specWith(
        'deployInstances:',
        '  - name: web\n    imageAddress: envoy\n    cpu: 1\n    memory: 1\ndeployInstances:',
      ),
      'error 8:11 containers[1].name: Two containers are named "web"; each needs a name of its own.',
    ],
    [
      'two volumes of one name',
      withTop('volumes:\n  emptyDir:\n    - name: data\n  secret:\n    - name: data'),
      'error 10:13 volumes.emptyDir[0].name: Two volumes are named "data"; a mount could not tell them apart.',
    ],
    [
      'a mount of no volume',
      withInContainer('    volumeMounts:\n      - name: data\n        mountPath: /data\n'),
      'error 9:15 containers[0].volumeMounts[0].name: No volume is named "data": none are declared under volumes.',
    ],
    [
      'a mount of another volume',
      specWith(
        'deployInstances:',
        '    volumeMounts:\n      - name: dato\n        mountPath: /data\nvolumes:\n  emptyDir:\n    - name: data\n    - name: temp\ndeployInstances:',
      ),
      'error 9:15 containers[0].volumeMounts[0].name: No volume is named "dato": there are "data" and "temp" under volumes.',
    ],
    [
      'two mounts on one path',
      specWith(
        'deployInstances:',
        '    volumeMounts:\n      - name: data\n        mountPath: /data\n      - name: temp\n        mountPath: /data/\nvolumes:\n  emptyDir:\n    - name: data\n    - name: temp\ndeployInstances:',
      ),
      'error 12:20 containers[0].volumeMounts[1].mountPath: Two volumes of this container are mounted at "/data".',
    ],
    [
      'a port twice',
      withInContainer('    ports:\n      - containerPort: 80\n      - containerPort: 80\n'),
      'error 10:24 containers[0].ports[1].containerPort: Port 80/TCP is declared twice; the containers of a group share one network address.',
    ],
    [
      'a port twice, TCP by default',
      withInContainer(
        '    ports:\n      - containerPort: 80\n      - containerPort: 80\n        protocol: TCP\n',
      ),
      'error 10:24 containers[0].ports[1].containerPort: Port 80/TCP is declared twice; the containers of a group share one network address.',
    ],
    [
      'a port twice, in two containers',
      specWith(
        'deployInstances:',
        '    ports:\n      - containerPort: 80\n  - name: b\n    imageAddress: envoy\n    cpu: 1\n    memory: 1\n    ports:\n      - containerPort: 80\ndeployInstances:',
      ),
      'error 15:24 containers[1].ports[0].containerPort: Port 80/TCP is declared twice; the containers of a group share one network address.',
    ],
    [
      'a variable without a name',
      withVariables('      - value: a\n'),
      'error 9:9 containers[0].envs[0]: This environment variable has no name.',
    ],
    [
      'a variable with an empty name',
      withVariables('      - name: ""\n        value: a\n'),
      'error 9:9 containers[0].envs[0]: This environment variable has no name.',
    ],
    [
      'value and valueFrom',
      withVariables(
        '      - name: A\n        value: b\n        valueFrom:\n          fieldRef: {fieldPath: metadata.name}\n',
      ),
      'error 11:9 containers[0].envs[0].valueFrom: Has both value and valueFrom; a variable takes one of them.',
    ],
    [
      'two sources',
      withVariables(
        '      - name: A\n        valueFrom:\n          fieldRef: {fieldPath: metadata.name}\n          secretKeyRef: {name: a, key: b}\n',
      ),
      'error 10:9 containers[0].envs[0].valueFrom: Takes exactly one of configMapKeyRef, fieldRef, resourceFieldRef or secretKeyRef, and has fieldRef and secretKeyRef.',
    ],
    [
      'no source',
      withVariables('      - name: A\n        valueFrom: {}\n'),
      'error 10:9 containers[0].envs[0].valueFrom: Takes exactly one of configMapKeyRef, fieldRef, resourceFieldRef or secretKeyRef, and has none.',
    ],
    [
      'a tag in the address',
      specWith('imageAddress: nginx', 'imageAddress: nginx:1.27'),
      'error 5:19 containers[0].imageAddress: Holds a tag: write imageAddress: nginx and imageVersion: 1.27.',
    ],
    [
      'a tag in the address of a registry with a port',
      specWith('imageAddress: nginx', 'imageAddress: localhost:5000/web:1.27'),
      'error 5:19 containers[0].imageAddress: Holds a tag: write imageAddress: localhost:5000/web and imageVersion: 1.27.',
    ],
    [
      'a digest in the address',
      specWith('imageAddress: nginx', 'imageAddress: nginx@sha256:0123456789abcdef'),
      'error 5:19 containers[0].imageAddress: Holds a digest, which BEC does not document: write imageAddress: nginx and the tag as imageVersion.',
    ],
    [
      'a tag and a digest',
      specWith('imageAddress: nginx', 'imageAddress: nginx:1.27@sha256:0123456789abcdef'),
      'error 5:19 containers[0].imageAddress: Holds a digest, which BEC does not document: write imageAddress: nginx and imageVersion: 1.27.',
    ],
    [
      'a variable twice',
      withVariables('      - name: A\n        value: a\n      - name: A\n        value: b\n'),
      'warning 11:15 containers[0].envs[1].name: "A" is set twice in this container; the last one counts.',
    ],
    [
      'no container name',
      specWith('  - name: web\n    imageAddress', '  - imageAddress'),
      'warning 4:5 containers[0]: Has no name; BEC may refuse it, or choose for you.',
    ],
    [
      'no address',
      specWith('    imageAddress: nginx\n', ''),
      'warning 4:5 containers[0]: Has no imageAddress; BEC may refuse it, or choose for you.',
    ],
    [
      'no cpu',
      specWith('    cpu: 1\n', ''),
      'warning 4:5 containers[0]: Has no cpu; BEC may refuse it, or choose for you.',
    ],
    [
      'no memory',
      specWith('    memory: 2\n', ''),
      'warning 4:5 containers[0]: Has no memory; BEC may refuse it, or choose for you.',
    ],
    [
      'a container name in capitals',
      specWith('  - name: web', '  - name: Web'),
      'warning 4:11 containers[0].name: "Web" may be refused: lower-case letters, digits and hyphens, at most 63, are safe.',
    ],
    [
      'a group name with an underscore',
      specWith('containerGroupName: web', 'containerGroupName: my_web'),
      'warning 2:21 containerGroupName: "my_web" may be refused: lower-case letters, digits and hyphens, at most 63, are safe.',
    ],
    [
      'a region that is none',
      specWith('regionId: cn-shanghai-ct', 'regionId: shanghai'),
      'warning 9:15 deployInstances[0].regionId: "shanghai" does not look like a region: they read country-city-isp, as in cn-shanghai-ct.',
    ],
    [
      'a region in capitals',
      specWith('regionId: cn-shanghai-ct', 'regionId: CN-SHANGHAI-CT'),
      'warning 9:15 deployInstances[0].regionId: "CN-SHANGHAI-CT" does not look like a region: they read country-city-isp, as in cn-shanghai-ct.',
    ],
    [
      'a city alone',
      specWith('regionId: cn-shanghai-ct', 'city: SHANGHAI'),
      'warning 9:5 deployInstances[0]: Names no place: it needs regionId, or region, city and serviceProvider (region and serviceProvider missing).',
    ],
    [
      'no place',
      specWith('  - regionId: cn-shanghai-ct\n    replicas', '  - replicas'),
      'warning 9:5 deployInstances[0]: Names no place: it needs regionId, or region, city and serviceProvider (region, city and serviceProvider missing).',
    ],
    [
      'a region twice',
      specWith('    replicas: 1', '    replicas: 1\n  - regionId: cn-shanghai-ct'),
      'warning 11:15 deployInstances[1].regionId: "cn-shanghai-ct" is named twice; add the replicas up in one entry.',
    ],
    [
      'a bandwidth without a public address',
      withTop('bandwidth: 10'),
      'warning 8:12 bandwidth: Has no effect without needPublicIp: true.',
    ],
    [
      'a bandwidth with needPublicIp: false',
      withTop('needPublicIp: false\nbandwidth: 10'),
      'warning 9:12 bandwidth: Has no effect without needPublicIp: true.',
    ],
    [
      'a public address without a bandwidth',
      withTop('needPublicIp: true'),
      'warning 8:15 needPublicIp: A public address is asked for without a bandwidth (in Mbps).',
    ],
    [
      'a bandwidth for the whitelist',
      withTop('needPublicIp: true\nbandwidth: 4000'),
      'warning 9:12 bandwidth: Over 2048 Mbps, BEC serves only accounts on its whitelist.',
    ],
    [
      'a large disk',
      withTop('volumes:\n  volumeClaimTemplates:\n    - name: data\n      storageSize: 2000'),
      'warning 11:20 volumes.volumeClaimTemplates[0].storageSize: BEC’s FAQ names 1500 GB as the largest disk.',
    ],
    [
      'latest',
      specWith(
        'deployInstances:',
        '  - name: b\n    imageAddress: envoy\n    imageVersion: latest\n    cpu: 1\n    memory: 1\ndeployInstances:',
      ),
      'warning 10:19 containers[1].imageVersion: "latest" moves: a restart can change what runs, and nobody can tell which it was.',
    ],
    [
      'volume',
      withTop('volume:\n  emptyDir:\n    - name: data'),
      'warning 8:1 volume: BEC ignores volume, the spelling of its own example: it is sent as volumes. Write volumes.',
    ],
    [
      'volume and volumes',
      withTop('volumes:\n  emptyDir:\n    - name: data\nvolume:\n  emptyDir:\n    - name: temp'),
      'error 11:1 volume: stands beside volumes, which BEC knows: move its entries there.',
    ],
  ])('%s', async (_, spec, complaint) => {
    expect(await complaintsOn(spec, { environment })).toEqual([complaint]);
  });
});

describe('the whole text', () => {
  test.each<Row>([
    [
      'nothing',
      '',
      'error 1:1 The spec is empty. It needs at least serviceName, containerGroupName, containers and deployInstances.',
    ],
    [
      'white space',
      ' \n\n',
      'error 1:1 The spec is empty. It needs at least serviceName, containerGroupName, containers and deployInstances.',
    ],
    [
      'comments',
      '# a spec\n',
      'error 1:1 The spec is empty. It needs at least serviceName, containerGroupName, containers and deployInstances.',
    ],
    [
      'null',
      'null\n',
      "error 1:1 The spec is plain text; it must be a map of the service's fields, such as serviceName: web.",
    ],
    [
      'plain text',
      'web\n',
      "error 1:1 The spec is plain text; it must be a map of the service's fields, such as serviceName: web.",
    ],
    [
      'a number',
      '1\n',
      "error 1:1 The spec is plain text; it must be a map of the service's fields, such as serviceName: web.",
    ],
    [
      'a list',
      '- a\n- b\n',
      "error 1:1 The spec is a list; it must be a map of the service's fields, such as serviceName: web.",
    ],
    [
      'a document start',
      '---\n',
      'error 1:4 The spec is empty. It needs at least serviceName, containerGroupName, containers and deployInstances.',
    ],
    [
      'JSON with a comment',
      '{"serviceName": "web" // x\n}',
      'error 1:23 "// x" does not belong here.',
    ],
    [
      'JSON cut',
      '{"serviceName": "web", "containers": [',
      'error 1:38 This [ is not closed with ].',
    ],
    [
      'JSON with a missing comma',
      '{"serviceName": "web"\n"containers": []}',
      'error 2:1 A comma is missing before this.',
    ],
  ])('%s', async (_, spec, complaint) => {
    expect(await complaintsOn(spec, { environment })).toEqual([complaint]);
  });
});
