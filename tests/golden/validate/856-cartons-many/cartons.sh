# One shipment, one order, 2000 cartons of one item each; the last SSCC is the first again.
awk '
function check(s,  i, sum) {
    for (i = length(s); i > 0; i--) sum += substr(s, i, 1) * ((length(s) - i) % 2 ? 1 : 3)
    return s (10 - sum % 10) % 10
}
BEGIN {
    printf "ISA*00*          *00*          *ZZ*PRMV1          *ZZ*AMAZON         *261212*1105*^*00501*000000402*0*P*>~\n"
    printf "GS*SH*PRMV1*AMAZON*20261212*1105*402*X*005010~\nST*856*0001~\nBSN*00*PRMV1000614*20261212*1105*0001~\n"
    printf "HL*1**S~\nTD1*CTN*2000****G*900*KG~\nTD5**2*UPSN*M~\nREF*BM*PRMV100771203~\nDTM*011*20261212~\nDTM*017*20261214~\n"
    printf "N1*SF*PRIMA TEST LTD*92*PRMV1~\nN4*NORTHAMPTON**NN11AA*GB~\nN1*ST**92*BHX4~\nHL*2*1*O~\nPRF*4KX7Q2WA~\n"
    for (i = 0; i < 2000; i++) {
        printf "HL*%d*2*P~\nMAN*GM*00%s~\n", 3 + 2 * i, check("005012345000" sprintf("%05d", i == 1999 ? 0 : i))
        printf "HL*%d*%d*I~\nLIN*1*EN*5012345000015~\nSN1*1*1*EA~\n", 4 + 2 * i, 3 + 2 * i
    }
    printf "CTT*4002*2000~\nSE*%d*0001~\nGE*1*402~\nIEA*1*000000402~\n", 15 + 5 * 2000
}'
