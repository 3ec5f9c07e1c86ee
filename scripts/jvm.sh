# Sourced by other scripts, from the repository's root and after jdk.sh: HUB_JAR, AOT_CACHE and JVM_OPTIONS.
# Small memory and a quick start. A young generation of 32 MB, as live data is about as much; what the compiler took from
# the C library's heap goes back every few seconds.
HUB_JAR=hub-service/target/hub-service.jar
AOT_CACHE=hub-service/target/hub.aot
JVM_OPTIONS=(
  -Xmx128m -Xmn32m -Xss512k
  -XX:+UseSerialGC
  -XX:TrimNativeHeapInterval=5000
  -XX:+UseCompactObjectHeaders
  -XX:MaxMetaspaceSize=160m
  -XX:ReservedCodeCacheSize=64m
  -XX:MaxDirectMemorySize=64m
  -XX:+ExitOnOutOfMemoryError
  --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow
  -Djava.awt.headless=true
)
if [ -f "$AOT_CACHE" ] && [ "$AOT_CACHE" -nt "$HUB_JAR" ]; then
  JVM_OPTIONS+=("-XX:AOTCache=$AOT_CACHE")
fi
