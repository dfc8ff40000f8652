/* Stands in for java.exe: writes its arguments and two variables to the file ARGUMENTS, and ends with the number CODE. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *or_none(const char *name) {
    const char *value = getenv(name);
    return value ? value : "none";
}

int main(int count, char **arguments) {
    if (strcmp(arguments[count - 1], "-version") == 0) {
        return getenv("OLD") ? 1 : 0;
    }
    FILE *file = fopen(getenv("ARGUMENTS"), "w");
    for (int i = 1; i < count; i++) {
        fprintf(file, "%s\n", arguments[i]);
    }
    fprintf(file, "%s\n%s\n", or_none("DJL_OFFLINE"), or_none("TF_CPP_MIN_LOG_LEVEL"));
    fclose(file);
    return getenv("CODE") ? atoi(getenv("CODE")) : 0;
}
