// Generated from schema/service.schema.json by scripts/generate-validator.ts. Do not edit.
"use strict";
export const validate = validate10;
export default validate10;
const schema11 = {"type":"object","required":["serviceName","containerGroupName","containers","deployInstances"],"properties":{"serviceName":{"type":"string"},"containerGroupName":{"type":"string"},"paymentMethod":{"enum":["postpay"]},"needPublicIp":{"type":"boolean"},"needIpv6PublicIp":{"type":"boolean"},"bandwidth":{"type":"integer","minimum":1,"maximum":5120},"containers":{"minItems":1,"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"imageAddress":{"type":"string"},"imageVersion":{"type":"string"},"cpu":{"type":"integer","minimum":1},"memory":{"type":"integer","minimum":1},"gpu":{"type":"integer","minimum":0},"workingDir":{"type":"string"},"commands":{"type":"array","items":{"type":"string"}},"args":{"type":"array","items":{"type":"string"}},"ports":{"type":"array","items":{"required":["containerPort"],"type":"object","properties":{"containerPort":{"type":"integer","minimum":1,"maximum":65535},"protocol":{"enum":["UDP","TCP","SCTP"]},"name":{"type":"string"},"hostIP":{"type":"string"},"hostPort":{"type":"integer","minimum":0,"maximum":65535}}}},"envs":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"value":{"type":"string"},"valueFrom":{"type":"object","properties":{"configMapKeyRef":{"type":"object","properties":{"name":{"type":"string"},"key":{"type":"string"},"optional":{"enum":[true,false,"true","false"]}}},"secretKeyRef":{"type":"object","properties":{"name":{"type":"string"},"key":{"type":"string"},"optional":{"enum":[true,false,"true","false"]}}},"fieldRef":{"type":"object","properties":{"apiVersion":{"type":"string"},"fieldPath":{"type":"string"}}},"resourceFieldRef":{"type":"object","properties":{"containerName":{"type":"string"},"resource":{"type":"string"},"divisor":{"type":"string"}}}}}}}},"volumeMounts":{"type":"array","items":{"required":["mountPath","name"],"type":"object","properties":{"name":{"type":"string"},"mountPath":{"type":"string"},"readOnly":{"type":"boolean"},"subPath":{"type":"string"},"mountPropagation":{"type":"string"}}}}}}},"deployInstances":{"minItems":1,"type":"array","items":{"type":"object","properties":{"regionId":{"type":"string"},"region":{"type":"string"},"city":{"type":"string"},"serviceProvider":{"enum":["BGP","CHINA_MOBILE","CHINA_UNICOM","CHINA_TELECOM","TRIPLE_LINE","INTRA"]},"replicas":{"type":"integer","minimum":1},"networkType":{"type":"string"},"vpcId":{"type":"string"},"subnetId":{"type":"string"},"subServiceProviders":{"type":"array","items":{"type":"string"}}}}},"volumes":{"type":"object","properties":{"configMap":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}},"secret":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}},"emptyDir":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}},"volumeClaimTemplates":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"diskType":{"enum":["NVME","SATA","CDS_HDD","CDS_SSD","RBD_SSD","HDD_PASSTHROUGH","SSD_PASSTHROUGH","HDD_PASSTHROUGH_4T","SSD_PASSTHROUGH_4T"]},"storageSize":{"type":"integer","minimum":1}}}}}},"imageRegistrySecrets":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}},"tags":{"type":"array","items":{"type":"object","properties":{"tagKey":{"type":"string"},"tagValue":{"type":"string"}}}},"hostAliases":{"type":"array","items":{"type":"object","properties":{"ip":{"type":"string"},"hostnames":{"type":"array","items":{"type":"string"}}}}},"dnsPolicy":{"type":"string"},"dnsConfig":{"type":"object","properties":{"nameservers":{"type":"array","items":{"type":"string"}}}},"logCollectDetail":{"type":"object","properties":{"serviceId":{"type":"string"},"logCollect":{"type":"boolean"},"logPath":{"type":"string"},"jsonAnalysis":{"type":"boolean"},"pushLog":{"type":"boolean"},"standard":{"type":"boolean"},"custom":{"type":"boolean"},"logOutputType":{"type":"string"},"esIP":{"type":"string"},"esPort":{"type":"integer"},"esIndex":{"type":"string"},"encrypted":{"type":"boolean"},"esUserName":{"type":"string"},"esUserPassword":{"type":"string"}}},"kernelParam":{"type":"string"}}};

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.serviceName === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "serviceName"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.containerGroupName === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "containerGroupName"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.containers === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "containers"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.deployInstances === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "deployInstances"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.serviceName !== undefined){
if(typeof data.serviceName !== "string"){
const err4 = {instancePath:instancePath+"/serviceName",schemaPath:"#/properties/serviceName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.containerGroupName !== undefined){
if(typeof data.containerGroupName !== "string"){
const err5 = {instancePath:instancePath+"/containerGroupName",schemaPath:"#/properties/containerGroupName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.paymentMethod !== undefined){
if(!(data.paymentMethod === "postpay")){
const err6 = {instancePath:instancePath+"/paymentMethod",schemaPath:"#/properties/paymentMethod/enum",keyword:"enum",params:{allowedValues: schema11.properties.paymentMethod.enum}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.needPublicIp !== undefined){
if(typeof data.needPublicIp !== "boolean"){
const err7 = {instancePath:instancePath+"/needPublicIp",schemaPath:"#/properties/needPublicIp/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.needIpv6PublicIp !== undefined){
if(typeof data.needIpv6PublicIp !== "boolean"){
const err8 = {instancePath:instancePath+"/needIpv6PublicIp",schemaPath:"#/properties/needIpv6PublicIp/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.bandwidth !== undefined){
let data5 = data.bandwidth;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err9 = {instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 5120 || isNaN(data5)){
const err10 = {instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/maximum",keyword:"maximum",params:{comparison: "<=", limit: 5120}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data5 < 1 || isNaN(data5)){
const err11 = {instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
if(data.containers !== undefined){
let data6 = data.containers;
if(Array.isArray(data6)){
if(data6.length < 1){
const err12 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.name !== undefined){
if(typeof data7.name !== "string"){
const err13 = {instancePath:instancePath+"/containers/" + i0+"/name",schemaPath:"#/properties/containers/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data7.imageAddress !== undefined){
if(typeof data7.imageAddress !== "string"){
const err14 = {instancePath:instancePath+"/containers/" + i0+"/imageAddress",schemaPath:"#/properties/containers/items/properties/imageAddress/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data7.imageVersion !== undefined){
if(typeof data7.imageVersion !== "string"){
const err15 = {instancePath:instancePath+"/containers/" + i0+"/imageVersion",schemaPath:"#/properties/containers/items/properties/imageVersion/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data7.cpu !== undefined){
let data11 = data7.cpu;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err16 = {instancePath:instancePath+"/containers/" + i0+"/cpu",schemaPath:"#/properties/containers/items/properties/cpu/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 1 || isNaN(data11)){
const err17 = {instancePath:instancePath+"/containers/" + i0+"/cpu",schemaPath:"#/properties/containers/items/properties/cpu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
if(data7.memory !== undefined){
let data12 = data7.memory;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
const err18 = {instancePath:instancePath+"/containers/" + i0+"/memory",schemaPath:"#/properties/containers/items/properties/memory/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 1 || isNaN(data12)){
const err19 = {instancePath:instancePath+"/containers/" + i0+"/memory",schemaPath:"#/properties/containers/items/properties/memory/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
if(data7.gpu !== undefined){
let data13 = data7.gpu;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err20 = {instancePath:instancePath+"/containers/" + i0+"/gpu",schemaPath:"#/properties/containers/items/properties/gpu/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
const err21 = {instancePath:instancePath+"/containers/" + i0+"/gpu",schemaPath:"#/properties/containers/items/properties/gpu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
if(data7.workingDir !== undefined){
if(typeof data7.workingDir !== "string"){
const err22 = {instancePath:instancePath+"/containers/" + i0+"/workingDir",schemaPath:"#/properties/containers/items/properties/workingDir/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data7.commands !== undefined){
let data15 = data7.commands;
if(Array.isArray(data15)){
const len1 = data15.length;
for(let i1=0; i1<len1; i1++){
if(typeof data15[i1] !== "string"){
const err23 = {instancePath:instancePath+"/containers/" + i0+"/commands/" + i1,schemaPath:"#/properties/containers/items/properties/commands/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/containers/" + i0+"/commands",schemaPath:"#/properties/containers/items/properties/commands/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data7.args !== undefined){
let data17 = data7.args;
if(Array.isArray(data17)){
const len2 = data17.length;
for(let i2=0; i2<len2; i2++){
if(typeof data17[i2] !== "string"){
const err25 = {instancePath:instancePath+"/containers/" + i0+"/args/" + i2,schemaPath:"#/properties/containers/items/properties/args/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/containers/" + i0+"/args",schemaPath:"#/properties/containers/items/properties/args/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data7.ports !== undefined){
let data19 = data7.ports;
if(Array.isArray(data19)){
const len3 = data19.length;
for(let i3=0; i3<len3; i3++){
let data20 = data19[i3];
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
if(data20.containerPort === undefined){
const err27 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3,schemaPath:"#/properties/containers/items/properties/ports/items/required",keyword:"required",params:{missingProperty: "containerPort"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data20.containerPort !== undefined){
let data21 = data20.containerPort;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
const err28 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/containerPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/containerPort/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 65535 || isNaN(data21)){
const err29 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/containerPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/containerPort/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data21 < 1 || isNaN(data21)){
const err30 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/containerPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/containerPort/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
if(data20.protocol !== undefined){
let data22 = data20.protocol;
if(!(((data22 === "UDP") || (data22 === "TCP")) || (data22 === "SCTP"))){
const err31 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/protocol",schemaPath:"#/properties/containers/items/properties/ports/items/properties/protocol/enum",keyword:"enum",params:{allowedValues: schema11.properties.containers.items.properties.ports.items.properties.protocol.enum}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data20.name !== undefined){
if(typeof data20.name !== "string"){
const err32 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/name",schemaPath:"#/properties/containers/items/properties/ports/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data20.hostIP !== undefined){
if(typeof data20.hostIP !== "string"){
const err33 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/hostIP",schemaPath:"#/properties/containers/items/properties/ports/items/properties/hostIP/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data20.hostPort !== undefined){
let data25 = data20.hostPort;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
const err34 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/hostPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/hostPort/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 > 65535 || isNaN(data25)){
const err35 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/hostPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/hostPort/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data25 < 0 || isNaN(data25)){
const err36 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/hostPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/hostPort/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
}
else {
const err37 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3,schemaPath:"#/properties/containers/items/properties/ports/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
else {
const err38 = {instancePath:instancePath+"/containers/" + i0+"/ports",schemaPath:"#/properties/containers/items/properties/ports/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data7.envs !== undefined){
let data26 = data7.envs;
if(Array.isArray(data26)){
const len4 = data26.length;
for(let i4=0; i4<len4; i4++){
let data27 = data26[i4];
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
if(data27.name !== undefined){
if(typeof data27.name !== "string"){
const err39 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/name",schemaPath:"#/properties/containers/items/properties/envs/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data27.value !== undefined){
if(typeof data27.value !== "string"){
const err40 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/value",schemaPath:"#/properties/containers/items/properties/envs/items/properties/value/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data27.valueFrom !== undefined){
let data30 = data27.valueFrom;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
if(data30.configMapKeyRef !== undefined){
let data31 = data30.configMapKeyRef;
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
if(data31.name !== undefined){
if(typeof data31.name !== "string"){
const err41 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef/name",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data31.key !== undefined){
if(typeof data31.key !== "string"){
const err42 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef/key",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/properties/key/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data31.optional !== undefined){
let data34 = data31.optional;
if(!((((data34 === true) || (data34 === false)) || (data34 === "true")) || (data34 === "false"))){
const err43 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef/optional",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/properties/optional/enum",keyword:"enum",params:{allowedValues: schema11.properties.containers.items.properties.envs.items.properties.valueFrom.properties.configMapKeyRef.properties.optional.enum}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
else {
const err44 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data30.secretKeyRef !== undefined){
let data35 = data30.secretKeyRef;
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
if(data35.name !== undefined){
if(typeof data35.name !== "string"){
const err45 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef/name",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data35.key !== undefined){
if(typeof data35.key !== "string"){
const err46 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef/key",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/properties/key/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data35.optional !== undefined){
let data38 = data35.optional;
if(!((((data38 === true) || (data38 === false)) || (data38 === "true")) || (data38 === "false"))){
const err47 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef/optional",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/properties/optional/enum",keyword:"enum",params:{allowedValues: schema11.properties.containers.items.properties.envs.items.properties.valueFrom.properties.secretKeyRef.properties.optional.enum}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
else {
const err48 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data30.fieldRef !== undefined){
let data39 = data30.fieldRef;
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
if(data39.apiVersion !== undefined){
if(typeof data39.apiVersion !== "string"){
const err49 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/fieldRef/apiVersion",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/fieldRef/properties/apiVersion/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data39.fieldPath !== undefined){
if(typeof data39.fieldPath !== "string"){
const err50 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/fieldRef/fieldPath",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/fieldRef/properties/fieldPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
}
else {
const err51 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/fieldRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/fieldRef/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data30.resourceFieldRef !== undefined){
let data42 = data30.resourceFieldRef;
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
if(data42.containerName !== undefined){
if(typeof data42.containerName !== "string"){
const err52 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef/containerName",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/properties/containerName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data42.resource !== undefined){
if(typeof data42.resource !== "string"){
const err53 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef/resource",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/properties/resource/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data42.divisor !== undefined){
if(typeof data42.divisor !== "string"){
const err54 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef/divisor",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/properties/divisor/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
}
else {
const err55 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
else {
const err56 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
else {
const err57 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4,schemaPath:"#/properties/containers/items/properties/envs/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
else {
const err58 = {instancePath:instancePath+"/containers/" + i0+"/envs",schemaPath:"#/properties/containers/items/properties/envs/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data7.volumeMounts !== undefined){
let data46 = data7.volumeMounts;
if(Array.isArray(data46)){
const len5 = data46.length;
for(let i5=0; i5<len5; i5++){
let data47 = data46[i5];
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
if(data47.mountPath === undefined){
const err59 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5,schemaPath:"#/properties/containers/items/properties/volumeMounts/items/required",keyword:"required",params:{missingProperty: "mountPath"}};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(data47.name === undefined){
const err60 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5,schemaPath:"#/properties/containers/items/properties/volumeMounts/items/required",keyword:"required",params:{missingProperty: "name"}};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data47.name !== undefined){
if(typeof data47.name !== "string"){
const err61 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/name",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data47.mountPath !== undefined){
if(typeof data47.mountPath !== "string"){
const err62 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/mountPath",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/mountPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data47.readOnly !== undefined){
if(typeof data47.readOnly !== "boolean"){
const err63 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/readOnly",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/readOnly/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data47.subPath !== undefined){
if(typeof data47.subPath !== "string"){
const err64 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/subPath",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/subPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data47.mountPropagation !== undefined){
if(typeof data47.mountPropagation !== "string"){
const err65 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/mountPropagation",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/mountPropagation/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
}
else {
const err66 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5,schemaPath:"#/properties/containers/items/properties/volumeMounts/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
else {
const err67 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts",schemaPath:"#/properties/containers/items/properties/volumeMounts/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
}
else {
const err68 = {instancePath:instancePath+"/containers/" + i0,schemaPath:"#/properties/containers/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
else {
const err69 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data.deployInstances !== undefined){
let data53 = data.deployInstances;
if(Array.isArray(data53)){
if(data53.length < 1){
const err70 = {instancePath:instancePath+"/deployInstances",schemaPath:"#/properties/deployInstances/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
const len6 = data53.length;
for(let i6=0; i6<len6; i6++){
let data54 = data53[i6];
if(data54 && typeof data54 == "object" && !Array.isArray(data54)){
if(data54.regionId !== undefined){
if(typeof data54.regionId !== "string"){
const err71 = {instancePath:instancePath+"/deployInstances/" + i6+"/regionId",schemaPath:"#/properties/deployInstances/items/properties/regionId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data54.region !== undefined){
if(typeof data54.region !== "string"){
const err72 = {instancePath:instancePath+"/deployInstances/" + i6+"/region",schemaPath:"#/properties/deployInstances/items/properties/region/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data54.city !== undefined){
if(typeof data54.city !== "string"){
const err73 = {instancePath:instancePath+"/deployInstances/" + i6+"/city",schemaPath:"#/properties/deployInstances/items/properties/city/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data54.serviceProvider !== undefined){
let data58 = data54.serviceProvider;
if(!((((((data58 === "BGP") || (data58 === "CHINA_MOBILE")) || (data58 === "CHINA_UNICOM")) || (data58 === "CHINA_TELECOM")) || (data58 === "TRIPLE_LINE")) || (data58 === "INTRA"))){
const err74 = {instancePath:instancePath+"/deployInstances/" + i6+"/serviceProvider",schemaPath:"#/properties/deployInstances/items/properties/serviceProvider/enum",keyword:"enum",params:{allowedValues: schema11.properties.deployInstances.items.properties.serviceProvider.enum}};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data54.replicas !== undefined){
let data59 = data54.replicas;
if(!(((typeof data59 == "number") && (!(data59 % 1) && !isNaN(data59))) && (isFinite(data59)))){
const err75 = {instancePath:instancePath+"/deployInstances/" + i6+"/replicas",schemaPath:"#/properties/deployInstances/items/properties/replicas/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if((typeof data59 == "number") && (isFinite(data59))){
if(data59 < 1 || isNaN(data59)){
const err76 = {instancePath:instancePath+"/deployInstances/" + i6+"/replicas",schemaPath:"#/properties/deployInstances/items/properties/replicas/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
if(data54.networkType !== undefined){
if(typeof data54.networkType !== "string"){
const err77 = {instancePath:instancePath+"/deployInstances/" + i6+"/networkType",schemaPath:"#/properties/deployInstances/items/properties/networkType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data54.vpcId !== undefined){
if(typeof data54.vpcId !== "string"){
const err78 = {instancePath:instancePath+"/deployInstances/" + i6+"/vpcId",schemaPath:"#/properties/deployInstances/items/properties/vpcId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data54.subnetId !== undefined){
if(typeof data54.subnetId !== "string"){
const err79 = {instancePath:instancePath+"/deployInstances/" + i6+"/subnetId",schemaPath:"#/properties/deployInstances/items/properties/subnetId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data54.subServiceProviders !== undefined){
let data63 = data54.subServiceProviders;
if(Array.isArray(data63)){
const len7 = data63.length;
for(let i7=0; i7<len7; i7++){
if(typeof data63[i7] !== "string"){
const err80 = {instancePath:instancePath+"/deployInstances/" + i6+"/subServiceProviders/" + i7,schemaPath:"#/properties/deployInstances/items/properties/subServiceProviders/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
else {
const err81 = {instancePath:instancePath+"/deployInstances/" + i6+"/subServiceProviders",schemaPath:"#/properties/deployInstances/items/properties/subServiceProviders/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
}
else {
const err82 = {instancePath:instancePath+"/deployInstances/" + i6,schemaPath:"#/properties/deployInstances/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
}
else {
const err83 = {instancePath:instancePath+"/deployInstances",schemaPath:"#/properties/deployInstances/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data.volumes !== undefined){
let data65 = data.volumes;
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
if(data65.configMap !== undefined){
let data66 = data65.configMap;
if(Array.isArray(data66)){
const len8 = data66.length;
for(let i8=0; i8<len8; i8++){
let data67 = data66[i8];
if(data67 && typeof data67 == "object" && !Array.isArray(data67)){
if(data67.name !== undefined){
if(typeof data67.name !== "string"){
const err84 = {instancePath:instancePath+"/volumes/configMap/" + i8+"/name",schemaPath:"#/properties/volumes/properties/configMap/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
}
else {
const err85 = {instancePath:instancePath+"/volumes/configMap/" + i8,schemaPath:"#/properties/volumes/properties/configMap/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
}
else {
const err86 = {instancePath:instancePath+"/volumes/configMap",schemaPath:"#/properties/volumes/properties/configMap/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data65.secret !== undefined){
let data69 = data65.secret;
if(Array.isArray(data69)){
const len9 = data69.length;
for(let i9=0; i9<len9; i9++){
let data70 = data69[i9];
if(data70 && typeof data70 == "object" && !Array.isArray(data70)){
if(data70.name !== undefined){
if(typeof data70.name !== "string"){
const err87 = {instancePath:instancePath+"/volumes/secret/" + i9+"/name",schemaPath:"#/properties/volumes/properties/secret/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
}
else {
const err88 = {instancePath:instancePath+"/volumes/secret/" + i9,schemaPath:"#/properties/volumes/properties/secret/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
else {
const err89 = {instancePath:instancePath+"/volumes/secret",schemaPath:"#/properties/volumes/properties/secret/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data65.emptyDir !== undefined){
let data72 = data65.emptyDir;
if(Array.isArray(data72)){
const len10 = data72.length;
for(let i10=0; i10<len10; i10++){
let data73 = data72[i10];
if(data73 && typeof data73 == "object" && !Array.isArray(data73)){
if(data73.name !== undefined){
if(typeof data73.name !== "string"){
const err90 = {instancePath:instancePath+"/volumes/emptyDir/" + i10+"/name",schemaPath:"#/properties/volumes/properties/emptyDir/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
}
else {
const err91 = {instancePath:instancePath+"/volumes/emptyDir/" + i10,schemaPath:"#/properties/volumes/properties/emptyDir/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
else {
const err92 = {instancePath:instancePath+"/volumes/emptyDir",schemaPath:"#/properties/volumes/properties/emptyDir/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data65.volumeClaimTemplates !== undefined){
let data75 = data65.volumeClaimTemplates;
if(Array.isArray(data75)){
const len11 = data75.length;
for(let i11=0; i11<len11; i11++){
let data76 = data75[i11];
if(data76 && typeof data76 == "object" && !Array.isArray(data76)){
if(data76.name !== undefined){
if(typeof data76.name !== "string"){
const err93 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11+"/name",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data76.diskType !== undefined){
let data78 = data76.diskType;
if(!(((((((((data78 === "NVME") || (data78 === "SATA")) || (data78 === "CDS_HDD")) || (data78 === "CDS_SSD")) || (data78 === "RBD_SSD")) || (data78 === "HDD_PASSTHROUGH")) || (data78 === "SSD_PASSTHROUGH")) || (data78 === "HDD_PASSTHROUGH_4T")) || (data78 === "SSD_PASSTHROUGH_4T"))){
const err94 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11+"/diskType",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/properties/diskType/enum",keyword:"enum",params:{allowedValues: schema11.properties.volumes.properties.volumeClaimTemplates.items.properties.diskType.enum}};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data76.storageSize !== undefined){
let data79 = data76.storageSize;
if(!(((typeof data79 == "number") && (!(data79 % 1) && !isNaN(data79))) && (isFinite(data79)))){
const err95 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11+"/storageSize",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/properties/storageSize/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
if((typeof data79 == "number") && (isFinite(data79))){
if(data79 < 1 || isNaN(data79)){
const err96 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11+"/storageSize",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/properties/storageSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
}
}
else {
const err97 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11,schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
else {
const err98 = {instancePath:instancePath+"/volumes/volumeClaimTemplates",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
else {
const err99 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data.imageRegistrySecrets !== undefined){
let data80 = data.imageRegistrySecrets;
if(Array.isArray(data80)){
const len12 = data80.length;
for(let i12=0; i12<len12; i12++){
let data81 = data80[i12];
if(data81 && typeof data81 == "object" && !Array.isArray(data81)){
if(data81.name !== undefined){
if(typeof data81.name !== "string"){
const err100 = {instancePath:instancePath+"/imageRegistrySecrets/" + i12+"/name",schemaPath:"#/properties/imageRegistrySecrets/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
}
else {
const err101 = {instancePath:instancePath+"/imageRegistrySecrets/" + i12,schemaPath:"#/properties/imageRegistrySecrets/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
}
else {
const err102 = {instancePath:instancePath+"/imageRegistrySecrets",schemaPath:"#/properties/imageRegistrySecrets/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(data.tags !== undefined){
let data83 = data.tags;
if(Array.isArray(data83)){
const len13 = data83.length;
for(let i13=0; i13<len13; i13++){
let data84 = data83[i13];
if(data84 && typeof data84 == "object" && !Array.isArray(data84)){
if(data84.tagKey !== undefined){
if(typeof data84.tagKey !== "string"){
const err103 = {instancePath:instancePath+"/tags/" + i13+"/tagKey",schemaPath:"#/properties/tags/items/properties/tagKey/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(data84.tagValue !== undefined){
if(typeof data84.tagValue !== "string"){
const err104 = {instancePath:instancePath+"/tags/" + i13+"/tagValue",schemaPath:"#/properties/tags/items/properties/tagValue/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
}
else {
const err105 = {instancePath:instancePath+"/tags/" + i13,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
}
else {
const err106 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data.hostAliases !== undefined){
let data87 = data.hostAliases;
if(Array.isArray(data87)){
const len14 = data87.length;
for(let i14=0; i14<len14; i14++){
let data88 = data87[i14];
if(data88 && typeof data88 == "object" && !Array.isArray(data88)){
if(data88.ip !== undefined){
if(typeof data88.ip !== "string"){
const err107 = {instancePath:instancePath+"/hostAliases/" + i14+"/ip",schemaPath:"#/properties/hostAliases/items/properties/ip/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data88.hostnames !== undefined){
let data90 = data88.hostnames;
if(Array.isArray(data90)){
const len15 = data90.length;
for(let i15=0; i15<len15; i15++){
if(typeof data90[i15] !== "string"){
const err108 = {instancePath:instancePath+"/hostAliases/" + i14+"/hostnames/" + i15,schemaPath:"#/properties/hostAliases/items/properties/hostnames/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
}
else {
const err109 = {instancePath:instancePath+"/hostAliases/" + i14+"/hostnames",schemaPath:"#/properties/hostAliases/items/properties/hostnames/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
}
else {
const err110 = {instancePath:instancePath+"/hostAliases/" + i14,schemaPath:"#/properties/hostAliases/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
}
else {
const err111 = {instancePath:instancePath+"/hostAliases",schemaPath:"#/properties/hostAliases/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
if(data.dnsPolicy !== undefined){
if(typeof data.dnsPolicy !== "string"){
const err112 = {instancePath:instancePath+"/dnsPolicy",schemaPath:"#/properties/dnsPolicy/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
if(data.dnsConfig !== undefined){
let data93 = data.dnsConfig;
if(data93 && typeof data93 == "object" && !Array.isArray(data93)){
if(data93.nameservers !== undefined){
let data94 = data93.nameservers;
if(Array.isArray(data94)){
const len16 = data94.length;
for(let i16=0; i16<len16; i16++){
if(typeof data94[i16] !== "string"){
const err113 = {instancePath:instancePath+"/dnsConfig/nameservers/" + i16,schemaPath:"#/properties/dnsConfig/properties/nameservers/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
}
else {
const err114 = {instancePath:instancePath+"/dnsConfig/nameservers",schemaPath:"#/properties/dnsConfig/properties/nameservers/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
}
else {
const err115 = {instancePath:instancePath+"/dnsConfig",schemaPath:"#/properties/dnsConfig/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data.logCollectDetail !== undefined){
let data96 = data.logCollectDetail;
if(data96 && typeof data96 == "object" && !Array.isArray(data96)){
if(data96.serviceId !== undefined){
if(typeof data96.serviceId !== "string"){
const err116 = {instancePath:instancePath+"/logCollectDetail/serviceId",schemaPath:"#/properties/logCollectDetail/properties/serviceId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
if(data96.logCollect !== undefined){
if(typeof data96.logCollect !== "boolean"){
const err117 = {instancePath:instancePath+"/logCollectDetail/logCollect",schemaPath:"#/properties/logCollectDetail/properties/logCollect/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
if(data96.logPath !== undefined){
if(typeof data96.logPath !== "string"){
const err118 = {instancePath:instancePath+"/logCollectDetail/logPath",schemaPath:"#/properties/logCollectDetail/properties/logPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data96.jsonAnalysis !== undefined){
if(typeof data96.jsonAnalysis !== "boolean"){
const err119 = {instancePath:instancePath+"/logCollectDetail/jsonAnalysis",schemaPath:"#/properties/logCollectDetail/properties/jsonAnalysis/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data96.pushLog !== undefined){
if(typeof data96.pushLog !== "boolean"){
const err120 = {instancePath:instancePath+"/logCollectDetail/pushLog",schemaPath:"#/properties/logCollectDetail/properties/pushLog/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
if(data96.standard !== undefined){
if(typeof data96.standard !== "boolean"){
const err121 = {instancePath:instancePath+"/logCollectDetail/standard",schemaPath:"#/properties/logCollectDetail/properties/standard/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data96.custom !== undefined){
if(typeof data96.custom !== "boolean"){
const err122 = {instancePath:instancePath+"/logCollectDetail/custom",schemaPath:"#/properties/logCollectDetail/properties/custom/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
if(data96.logOutputType !== undefined){
if(typeof data96.logOutputType !== "string"){
const err123 = {instancePath:instancePath+"/logCollectDetail/logOutputType",schemaPath:"#/properties/logCollectDetail/properties/logOutputType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
if(data96.esIP !== undefined){
if(typeof data96.esIP !== "string"){
const err124 = {instancePath:instancePath+"/logCollectDetail/esIP",schemaPath:"#/properties/logCollectDetail/properties/esIP/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data96.esPort !== undefined){
let data106 = data96.esPort;
if(!(((typeof data106 == "number") && (!(data106 % 1) && !isNaN(data106))) && (isFinite(data106)))){
const err125 = {instancePath:instancePath+"/logCollectDetail/esPort",schemaPath:"#/properties/logCollectDetail/properties/esPort/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
if(data96.esIndex !== undefined){
if(typeof data96.esIndex !== "string"){
const err126 = {instancePath:instancePath+"/logCollectDetail/esIndex",schemaPath:"#/properties/logCollectDetail/properties/esIndex/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
if(data96.encrypted !== undefined){
if(typeof data96.encrypted !== "boolean"){
const err127 = {instancePath:instancePath+"/logCollectDetail/encrypted",schemaPath:"#/properties/logCollectDetail/properties/encrypted/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
if(data96.esUserName !== undefined){
if(typeof data96.esUserName !== "string"){
const err128 = {instancePath:instancePath+"/logCollectDetail/esUserName",schemaPath:"#/properties/logCollectDetail/properties/esUserName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data96.esUserPassword !== undefined){
if(typeof data96.esUserPassword !== "string"){
const err129 = {instancePath:instancePath+"/logCollectDetail/esUserPassword",schemaPath:"#/properties/logCollectDetail/properties/esUserPassword/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
}
else {
const err130 = {instancePath:instancePath+"/logCollectDetail",schemaPath:"#/properties/logCollectDetail/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data.kernelParam !== undefined){
if(typeof data.kernelParam !== "string"){
const err131 = {instancePath:instancePath+"/kernelParam",schemaPath:"#/properties/kernelParam/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
}
else {
const err132 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
